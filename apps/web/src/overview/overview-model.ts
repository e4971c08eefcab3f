import { type Cell, cellMs, summarise } from "@meridian/metrics";
import { type Figures, figuresOf } from "./figures.ts";
import { type Range, startOf } from "./range.ts";
import { StepCache } from "./step-cache.ts";

/** One moment of a chart. */
export type Point = {
  /** Middle of the part of the step that is known: where it is drawn. */
  readonly atMs: number;
  readonly startMs: number;
  readonly endMs: number;
  /** null where nothing is known, for example while no gateway could be heard. */
  readonly figures: Figures | null;
};

export type UpstreamLine = {
  readonly name: string;
  /** Over the last minute. */
  readonly now: Figures;
  readonly points: readonly Point[];
};

/** All that the overview draws of one window. */
export type OverviewModel = {
  readonly fromMs: number;
  readonly toMs: number;
  /** Begin of the step that still fills. */
  readonly partialFromMs: number;
  readonly points: readonly Point[];
  readonly upstreams: readonly UpstreamLine[];
  readonly now: Figures;
  readonly whole: Figures;
  readonly requests: number;
};

export type OverviewInput = {
  readonly range: Range;
  readonly cells: readonly Cell[];
  /** The gateways' clock. */
  readonly nowMs: number;
  /** Up to when cells are complete: the last tick, or the last answer of history. */
  readonly knownUntilMs: number;
};

/** What "now" is on the tiles: long enough to be calm, short enough to be live. */
export const nowWindowMs = 60_000;

/** A step must have run this long before its rates mean anything: half of it, but no more than 10 s. */
const leastCoveredMs = (stepMs: number) => Math.min(10_000, stepMs / 2);

/** Makes the overview of a window; keeps between calls what did not change. */
export class OverviewBuilder {
  readonly #all = new StepCache();
  readonly #byUpstream = new Map<string, StepCache>();

  build({ range, cells, nowMs, knownUntilMs }: OverviewInput): OverviewModel {
    const fromMs = startOf(range, nowMs);
    const window = { fromMs, toMs: Math.min(knownUntilMs, nowMs), stepMs: range.stepMs };
    const inWindow = cells.filter(({ startMs }) => startMs >= fromMs);
    const upstreams = groupByUpstream(inWindow).map(([name, own]) => ({
      name,
      now: recentFigures(own, window.toMs),
      points: this.#points(this.#cacheOf(name), own, window, nowMs),
    }));
    const whole = summarise(inWindow);
    return {
      fromMs,
      toMs: nowMs,
      partialFromMs: Math.floor(nowMs / range.stepMs) * range.stepMs,
      points: this.#points(this.#all, inWindow, window, nowMs),
      upstreams,
      now: recentFigures(inWindow, window.toMs),
      whole: figuresOf(whole, Math.max(1, window.toMs - fromMs)),
      requests: whole.requests,
    };
  }

  #cacheOf(name: string): StepCache {
    let cache = this.#byUpstream.get(name);
    if (!cache) this.#byUpstream.set(name, (cache = new StepCache()));
    return cache;
  }

  #points(
    cache: StepCache,
    cells: readonly Cell[],
    window: { fromMs: number; toMs: number; stepMs: number },
    nowMs: number,
  ): Point[] {
    const known = cache.points(cells, window).map(
      (point): Point => ({
        startMs: point.startMs,
        endMs: point.startMs + point.coveredMs,
        atMs: point.startMs + point.coveredMs / 2,
        figures: point.coveredMs < leastCoveredMs(window.stepMs) ? null : figuresOf(point, point.coveredMs),
      }),
    );
    const next = window.fromMs + known.length * window.stepMs;
    for (let startMs = next; startMs < nowMs; startMs += window.stepMs) {
      known.push({ startMs, endMs: Math.min(nowMs, startMs + window.stepMs), atMs: startMs, figures: null });
    }
    return known;
  }
}

/** Cells begin every 10 s: the last minute is what began since the 10 s mark a minute before. */
function recentFigures(cells: readonly Cell[], untilMs: number): Figures {
  const sinceMs = Math.floor((untilMs - nowWindowMs) / cellMs) * cellMs;
  return figuresOf(summarise(cells.filter(({ startMs }) => startMs >= sinceMs)), Math.max(1, untilMs - sinceMs));
}

function groupByUpstream(cells: readonly Cell[]): [string, Cell[]][] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    if (cell.upstream === "") continue;
    const group = groups.get(cell.upstream);
    if (group) group.push(cell);
    else groups.set(cell.upstream, [cell]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
