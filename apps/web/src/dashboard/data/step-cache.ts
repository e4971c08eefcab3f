import type { Slice } from "./slice.ts";
import { type Tally, tallyOf } from "./tally.ts";

/** One step of a line. */
export type Step = { readonly startMs: number; readonly slices: readonly Slice[]; readonly tally: Tally };

/**
 * Steps of one line, kept from one second to the next: only those whose counts changed are added up again. Counts are never
 * changed, only replaced.
 */
export class StepCache {
  #stepMs = 0;
  #steps = new Map<number, Step>();

  /** All steps that touch [fromMs, toMs), those without traffic included. */
  steps(
    slices: readonly Slice[],
    { fromMs, toMs, stepMs }: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
  ): Step[] {
    if (stepMs !== this.#stepMs) this.#steps.clear();
    this.#stepMs = stepMs;
    const byStep = new Map<number, Slice[]>();
    for (const slice of slices) {
      const startMs = Math.floor(slice.startMs / stepMs) * stepMs;
      const held = byStep.get(startMs);
      if (held) held.push(slice);
      else byStep.set(startMs, [slice]);
    }
    const kept = new Map<number, Step>();
    for (let startMs = Math.floor(fromMs / stepMs) * stepMs; startMs < toMs; startMs += stepMs) {
      const inStep = byStep.get(startMs) ?? [];
      const before = this.#steps.get(startMs);
      const same = before !== undefined && sameCounts(before.slices, inStep);
      kept.set(startMs, same ? before : { startMs, slices: inStep, tally: tallyOf(inStep) });
    }
    this.#steps = kept;
    return [...kept.values()];
  }
}

function sameCounts(before: readonly Slice[], now: readonly Slice[]): boolean {
  return (
    before.length === now.length &&
    now.every(({ counts, outcome }, at) => counts === before[at]?.counts && outcome === before[at]?.outcome)
  );
}
