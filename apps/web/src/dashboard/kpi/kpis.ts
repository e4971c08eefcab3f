import { formatDuration } from "../../format/format-duration.ts";
import { formatUsd } from "../../format/format-money.ts";
import { formatPercent, formatRate } from "../../format/format-number.ts";
import type { Figures } from "../data/figures.ts";
import type { Better } from "./delta.ts";

/** A figure that stands for the whole window. */
export type Kpi = {
  readonly figure: keyof Figures;
  readonly label: string;
  readonly unit: string;
  readonly help: string;
  readonly color: string;
  readonly better: Better;
  readonly as: "percent" | "points";
  readonly format: (value: number | null) => string;
};

const duration = { better: "lower", as: "percent", format: formatDuration } as const;

export const kpis: readonly Kpi[] = [
  {
    figure: "requests",
    label: "Requests",
    unit: "/ s",
    help: "All requests that ended, whatever their outcome, per second.",
    color: "var(--series-1)",
    better: "neither",
    as: "percent",
    format: formatRate,
  },
  {
    figure: "errorRate",
    label: "Error rate",
    unit: "",
    help: "Failed ÷ (completed + failed). Requests that were refused for the caller's own mistake, or that the caller left, do not count.",
    color: "var(--series-2)",
    better: "lower",
    as: "points",
    format: formatPercent,
  },
  {
    figure: "p50",
    label: "Latency p50",
    unit: "",
    help: "Half of the completed requests took no longer, as the caller saw it.",
    color: "var(--series-1)",
    ...duration,
  },
  {
    figure: "p95",
    label: "Latency p95",
    unit: "",
    help: "95 of 100 completed requests took no longer.",
    color: "var(--series-1)",
    ...duration,
  },
  {
    figure: "p99",
    label: "Latency p99",
    unit: "",
    help: "99 of 100 completed requests took no longer.",
    color: "var(--series-1)",
    ...duration,
  },
  {
    figure: "firstToken95",
    label: "TTFT p95",
    unit: "",
    help: "Time to first token: 95 of 100 streams had their first token no later.",
    color: "var(--series-3)",
    ...duration,
  },
  {
    figure: "tokens",
    label: "Tokens",
    unit: "/ s",
    help: "Input and output tokens per second.",
    color: "var(--series-1)",
    better: "neither",
    as: "percent",
    format: formatRate,
  },
  {
    figure: "cost",
    label: "Cost",
    unit: "/ h",
    help: "What the tokens cost at the prices of the config, per hour.",
    color: "var(--series-4)",
    better: "lower",
    as: "percent",
    format: formatUsd,
  },
];
