import { formatDuration } from "../../format/format-duration.ts";
import { formatUsd } from "../../format/format-money.ts";
import { formatCompact, formatPercent, formatRate } from "../../format/format-number.ts";
import type { TermId } from "../../help/glossary.ts";
import type { Figures } from "../data/figures.ts";
import { otherColor } from "./series-colors.ts";

type SpecLine = {
  readonly figure: keyof Figures;
  readonly label: string;
  readonly color: string;
  readonly dash?: string;
  readonly width?: number;
};

/** What a chart of the dashboard shows. */
export type ChartSpec = {
  readonly title: string;
  readonly unit: string;
  readonly term: TermId;
  readonly kind: "lines" | "bands";
  readonly lines: readonly SpecLine[];
  /** What stands for the chart in a comparison, where every figure is drawn twice. */
  readonly compared: readonly Omit<SpecLine, "color" | "dash">[];
  readonly format: (value: number | null) => string;
  readonly formatAxis: (value: number) => string;
  /** How far the value axis reaches when all is 0. */
  readonly least: number;
};

/** How little room an axis has: "1.2 s", not "1.24 s". */
const axisDuration = (ms: number) =>
  ms === 0 ? "0" : ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(1))} s`;
const axisUsd = (usd: number) => (usd < 10 ? `$${Number(usd.toPrecision(2))}` : `$${formatCompact(usd)}`);
const axisRate = (rate: number) => (rate < 10 ? String(Number(rate.toPrecision(3))) : formatCompact(rate));
export const axisPercent = (share: number) => `${Number((share * 100).toFixed(1))}%`;

/** One hue; the higher the percentile, the more its line is broken. */
const dash95 = "5 2";
const dash99 = "1.5 2.5";

export const chartSpecs = {
  requests: {
    title: "Requests",
    unit: "per second",
    term: "requestRate",
    kind: "bands",
    lines: [
      { figure: "completed", label: "Completed", color: "var(--series-1)" },
      { figure: "failed", label: "Failed", color: "var(--series-2)" },
      { figure: "rejected", label: "Rejected", color: "var(--series-4)" },
      { figure: "cancelled", label: "Canceled", color: otherColor },
    ],
    compared: [{ figure: "requests", label: "all" }],
    format: formatRate,
    formatAxis: axisRate,
    least: 1,
  },
  latency: {
    title: "Latency",
    unit: "completed",
    term: "latency",
    kind: "lines",
    lines: [
      { figure: "p50", label: "p50", color: "var(--series-1)", width: 2 },
      { figure: "p95", label: "p95", color: "var(--series-1)", dash: dash95 },
      { figure: "p99", label: "p99", color: "var(--series-1)", dash: dash99 },
    ],
    compared: [{ figure: "p95", label: "p95" }],
    format: formatDuration,
    formatAxis: axisDuration,
    least: 1_000,
  },
  errors: {
    title: "Error rate",
    unit: "of answered",
    term: "errorRate",
    kind: "lines",
    lines: [{ figure: "errorRate", label: "Error rate", color: "var(--series-2)" }],
    compared: [{ figure: "errorRate", label: "error rate" }],
    format: formatPercent,
    formatAxis: axisPercent,
    least: 0.03,
  },
  firstToken: {
    title: "TTFT",
    unit: "streams",
    term: "ttft",
    kind: "lines",
    lines: [
      { figure: "firstToken50", label: "p50", color: "var(--series-3)", width: 2 },
      { figure: "firstToken95", label: "p95", color: "var(--series-3)", dash: dash95 },
    ],
    compared: [{ figure: "firstToken95", label: "p95" }],
    format: formatDuration,
    formatAxis: axisDuration,
    least: 1_000,
  },
  tokens: {
    title: "Tokens",
    unit: "per second",
    term: "tokens",
    kind: "lines",
    lines: [
      { figure: "inputTokens", label: "Input", color: "var(--series-1)" },
      { figure: "outputTokens", label: "Output", color: "var(--series-3)" },
    ],
    compared: [{ figure: "tokens", label: "all" }],
    format: formatRate,
    formatAxis: axisRate,
    least: 1,
  },
  cost: {
    title: "Cost",
    unit: "per hour",
    term: "cost",
    kind: "lines",
    lines: [{ figure: "cost", label: "Cost", color: "var(--series-4)" }],
    compared: [{ figure: "cost", label: "cost" }],
    format: formatUsd,
    formatAxis: axisUsd,
    least: 1,
  },
} as const satisfies Readonly<Record<string, ChartSpec>>;
