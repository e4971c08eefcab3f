import type { ChartLine } from "./chart-line.ts";
import type { Figures } from "./figures.ts";
import type { OverviewModel, Point, UpstreamLine } from "./overview-model.ts";
import { otherColor, seriesColor } from "./series-colors.ts";

const figure =
  (name: keyof Figures) =>
  ({ figures }: Point): number | null =>
    figures === null ? null : figures[name];

export const outcomeLines: readonly ChartLine[] = [
  { key: "completed", label: "Completed", color: "var(--series-1)", value: figure("completed") },
  { key: "failed", label: "Failed", color: "var(--series-2)", value: figure("failed") },
  { key: "rejected", label: "Rejected", color: "var(--series-4)", value: figure("rejected") },
  { key: "cancelled", label: "Canceled", color: otherColor, value: figure("cancelled") },
];

export const errorLines: readonly ChartLine[] = [
  { key: "errorRate", label: "Error rate", color: "var(--series-2)", value: figure("errorRate") },
];

/** One hue; the higher the percentile, the more it is broken. */
export const latencyLines: readonly ChartLine[] = [
  { key: "p50", label: "p50", color: "var(--series-1)", width: 2, value: figure("p50") },
  { key: "p95", label: "p95", color: "var(--series-1)", dash: "5 2", value: figure("p95") },
  { key: "p99", label: "p99", color: "var(--series-1)", dash: "1.5 2.5", value: figure("p99") },
];

export const firstTokenLines: readonly ChartLine[] = [
  { key: "firstToken50", label: "p50", color: "var(--series-3)", width: 2, value: figure("firstToken50") },
  { key: "firstToken95", label: "p95", color: "var(--series-3)", dash: "5 2", value: figure("firstToken95") },
];

export const tokenLines: readonly ChartLine[] = [
  { key: "inputTokens", label: "Input", color: "var(--series-1)", value: figure("inputTokens") },
  { key: "outputTokens", label: "Output", color: "var(--series-3)", value: figure("outputTokens") },
];

export const costLines: readonly ChartLine[] = [
  { key: "cost", label: "Cost", color: "var(--series-4)", value: figure("cost") },
];

const shownApart = 4;

/** Up to 4 upstreams with a colour each, the rest together. Share of the requests of each step, 0..1. */
export function shareLines({ upstreams, points }: OverviewModel): ChartLine[] {
  const total = new Map(points.map(({ startMs }, at) => [startMs, sumAt(upstreams, at)] as const));
  const share = (members: readonly UpstreamLine[]) => {
    const byStart = new Map(points.map(({ startMs }, at) => [startMs, sumAt(members, at)] as const));
    return ({ startMs, figures }: Point): number | null => {
      const all = total.get(startMs) ?? 0;
      return figures === null || all === 0 ? null : (byStart.get(startMs) ?? 0) / all;
    };
  };
  const apart = upstreams.slice(0, shownApart);
  const rest = upstreams.slice(shownApart);
  const lines = apart.map((line, at) => ({
    key: `upstream ${line.name}`,
    label: line.name,
    color: seriesColor(at),
    value: share([line]),
  }));
  return rest.length === 0
    ? lines
    : [...lines, { key: "other", label: `${rest.length} others`, color: otherColor, value: share(rest) }];
}

function sumAt(lines: readonly UpstreamLine[], at: number): number {
  return lines.reduce((sum, { points }) => sum + (points[at]?.figures?.requests ?? 0), 0);
}
