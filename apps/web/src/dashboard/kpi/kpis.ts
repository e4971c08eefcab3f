import { formatDuration } from "../../format/format-duration.ts";
import { formatUsd } from "../../format/format-money.ts";
import { formatPercent, formatRate } from "../../format/format-number.ts";
import type { TermId } from "../../help/glossary.ts";
import type { Figures } from "../data/figures.ts";
import type { Better } from "./delta.ts";

/** A figure that stands for the whole window. */
export type Kpi = {
  readonly figure: keyof Figures;
  readonly label: string;
  readonly unit: string;
  readonly term: TermId;
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
    term: "requestRate",
    color: "var(--series-1)",
    better: "neither",
    as: "percent",
    format: formatRate,
  },
  {
    figure: "errorRate",
    label: "Error rate",
    unit: "",
    term: "errorRate",
    color: "var(--series-2)",
    better: "lower",
    as: "points",
    format: formatPercent,
  },
  {
    figure: "p50",
    label: "Latency p50",
    unit: "",
    term: "percentile",
    color: "var(--series-1)",
    ...duration,
  },
  {
    figure: "p95",
    label: "Latency p95",
    unit: "",
    term: "percentile",
    color: "var(--series-1)",
    ...duration,
  },
  {
    figure: "p99",
    label: "Latency p99",
    unit: "",
    term: "percentile",
    color: "var(--series-1)",
    ...duration,
  },
  {
    figure: "firstToken95",
    label: "TTFT p95",
    unit: "",
    term: "ttft",
    color: "var(--series-3)",
    ...duration,
  },
  {
    figure: "tokens",
    label: "Tokens",
    unit: "/ s",
    term: "tokens",
    color: "var(--series-1)",
    better: "neither",
    as: "percent",
    format: formatRate,
  },
  {
    figure: "cost",
    label: "Cost",
    unit: "/ h",
    term: "cost",
    color: "var(--series-4)",
    better: "lower",
    as: "percent",
    format: formatUsd,
  },
];
