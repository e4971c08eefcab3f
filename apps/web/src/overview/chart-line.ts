import type { Point } from "./overview-model.ts";

/** One line or band of a chart. */
export type ChartLine = {
  readonly key: string;
  readonly label: string;
  /** CSS colour. */
  readonly color: string;
  /** SVG dash pattern: percentiles share a hue and differ by it. */
  readonly dash?: string;
  readonly width?: number;
  readonly value: (point: Point) => number | null;
};

/** Rows as Recharts reads them: the time, then one number (or nothing) a line. */
export type ChartRow = {
  readonly atMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly [key: string]: number | null;
};

/** Values of all lines at each point, in the points' order. */
export function chartRows(points: readonly Point[], lines: readonly ChartLine[]): ChartRow[] {
  return points.map((point) => ({
    atMs: point.atMs,
    startMs: point.startMs,
    endMs: point.endMs,
    ...Object.fromEntries(lines.map((line) => [line.key, line.value(point)])),
  }));
}

/** Labels of the time axis: round moments in the window. */
export function timeTicks(fromMs: number, toMs: number, tickMs: number): number[] {
  const ticks: number[] = [];
  for (let atMs = Math.ceil(fromMs / tickMs) * tickMs; atMs <= toMs; atMs += tickMs) ticks.push(atMs);
  return ticks;
}
