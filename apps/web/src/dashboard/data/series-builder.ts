import { type Figures, figuresOf } from "./figures.ts";
import type { Slice } from "./slice.ts";
import { type Step, StepCache } from "./step-cache.ts";
import { RunningTally } from "./running-tally.ts";
import { requestsOf, type Tally } from "./tally.ts";

/** One moment of a chart. */
export type Point = {
  readonly startMs: number;
  readonly endMs: number;
  /** Middle of the part of the step that is known: where it is drawn. */
  readonly atMs: number;
  /** null where nothing is known, for example while no gateway could be heard. */
  readonly figures: Figures | null;
  readonly tally: Tally | null;
};

/** The line of one group, for example of one upstream. */
export type GroupSeries = {
  readonly group: string;
  readonly points: readonly Point[];
  readonly whole: Tally;
  readonly requests: number;
};

/** All that is drawn of one stretch of time. */
export type Series = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** From here on steps still fill; `toMs` when none does. */
  readonly partialFromMs: number;
  readonly points: readonly Point[];
  /** In order of their names. */
  readonly groups: readonly GroupSeries[];
  readonly whole: Tally;
  readonly figures: Figures;
  readonly requests: number;
};

export type SeriesInput = {
  readonly slices: readonly Slice[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** Up to when counts are complete: the last tick, or the last answer of history. */
  readonly knownUntilMs: number;
};

/** A step must have run this long before its rates mean anything: half of it, but no more than 10 s. */
const leastCoveredMs = (stepMs: number) => Math.min(10_000, stepMs / 2);

/** Makes series; keeps between calls what did not change. */
export class SeriesBuilder {
  readonly #all = new PointCache();
  readonly #byGroup = new Map<string, PointCache>();

  build(input: SeriesInput): Series {
    const { fromMs, toMs, stepMs } = input;
    const slices = input.slices.filter(({ startMs }) => startMs >= floor(fromMs, stepMs) && startMs < toMs);
    const knownUntilMs = Math.max(fromMs, Math.min(input.knownUntilMs, toMs));
    const window = { fromMs, toMs, stepMs, knownUntilMs };
    const points = this.#all.points(slices, window);
    const groups = groupsOf(slices).map(([group, own]) => {
      const cache = this.#cacheOf(group);
      const line = cache.points(own, window);
      const whole = cache.whole(line, stepMs);
      return { group, points: line, whole, requests: requestsOf(whole) };
    });
    for (const group of this.#byGroup.keys()) {
      if (!groups.some((one) => one.group === group)) this.#byGroup.delete(group);
    }
    const whole = this.#all.whole(points, stepMs);
    return {
      fromMs,
      toMs,
      stepMs,
      partialFromMs: knownUntilMs < floor(toMs, stepMs) ? toMs : Math.min(toMs, floor(knownUntilMs, stepMs)),
      points,
      groups,
      whole,
      figures: figuresOf(whole, Math.max(1, knownUntilMs - fromMs)),
      requests: requestsOf(whole),
    };
  }

  #cacheOf(group: string): PointCache {
    let cache = this.#byGroup.get(group);
    if (!cache) this.#byGroup.set(group, (cache = new PointCache()));
    return cache;
  }
}

/** Points of one line; figures are worked out anew only for steps that changed. */
class PointCache {
  readonly #steps = new StepCache();
  readonly #whole = new RunningTally();
  #points = new Map<number, { readonly step: Step; readonly point: Point }>();

  /** What the points add up to. */
  whole(points: readonly Point[], stepMs: number): Tally {
    return this.#whole.sum(points, stepMs);
  }

  points(
    slices: readonly Slice[],
    window: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number; readonly knownUntilMs: number },
  ): Point[] {
    const kept = new Map<number, { readonly step: Step; readonly point: Point }>();
    for (const step of this.#steps.steps(slices, window)) {
      const startMs = Math.max(step.startMs, window.fromMs);
      const endMs = Math.min(step.startMs + window.stepMs, window.toMs);
      const knownMs = Math.min(endMs, window.knownUntilMs) - startMs;
      const leastMs = Math.min(leastCoveredMs(window.stepMs), step.startMs + window.stepMs - startMs);
      const before = this.#points.get(step.startMs);
      const after = pointOf(
        step.tally,
        { startMs, endMs, knownMs, leastMs },
        before?.step === step ? before.point : null,
      );
      kept.set(step.startMs, { step, point: after });
    }
    this.#points = kept;
    return [...kept.values()].map(({ point }) => point);
  }
}

/** @param before the point of the same counts as it was a moment ago: kept if the step covers no more time by now */
function pointOf(
  tally: Tally,
  at: { readonly startMs: number; readonly endMs: number; readonly knownMs: number; readonly leastMs: number },
  before: Point | null,
): Point {
  const { startMs, knownMs } = at;
  if (knownMs <= 0) return { startMs, endMs: at.endMs, atMs: startMs, figures: null, tally: null };
  const endMs = startMs + knownMs;
  if (before?.tally && before.startMs === startMs && before.endMs === endMs) return before;
  return {
    startMs,
    endMs,
    atMs: startMs + knownMs / 2,
    figures: knownMs >= at.leastMs ? figuresOf(tally, knownMs) : null,
    // What is counted is counted, however short a rate would be: totals and heatmaps have it.
    tally,
  };
}

function groupsOf(slices: readonly Slice[]): [string, Slice[]][] {
  const groups = new Map<string, Slice[]>();
  for (const slice of slices) {
    const group = groups.get(slice.group);
    if (group) group.push(slice);
    else groups.set(slice.group, [slice]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function floor(ms: number, stepMs: number): number {
  return Math.floor(ms / stepMs) * stepMs;
}
