import type { Figures } from "../data/figures.ts";
import type { Point } from "../data/series-builder.ts";

/** One line or band of a chart. */
export type ChartLine = {
  readonly key: string;
  readonly label: string;
  /** CSS colour. */
  readonly color: string;
  /** SVG dash pattern: percentiles share a hue and differ by it. */
  readonly dash?: string;
  readonly width?: number;
  /** Drawn behind the rest and paler: what was before. Never stacked. */
  readonly ghost?: boolean;
  /** One for each moment of the chart; null for nothing known. */
  readonly values: readonly (number | null)[];
};

/** A stretch of time that one value of each line stands for. */
export type Moment = { readonly startMs: number; readonly endMs: number; readonly atMs: number };

/** A figure at each point. */
export function valuesOf(points: readonly Point[], name: keyof Figures): (number | null)[] {
  return points.map(({ figures }) => figures && figures[name]);
}

/** Index of the moment that `atMs` lies in, or of the nearest; -1 when there is none. */
export function momentAt(moments: readonly Moment[], atMs: number): number {
  let low = 0;
  let high = moments.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((moments[middle]?.startMs ?? 0) <= atMs) low = middle;
    else high = middle - 1;
  }
  return moments.length === 0 ? -1 : low;
}
