import { type Cell, type SeriesPoint, seriesFrom } from "@meridian/metrics";

type Step = { readonly cells: readonly Cell[]; readonly point: SeriesPoint };

/**
 * Points of one line, kept from one second to the next: only steps whose cells changed are added up again. A step is the
 * same while it holds the same cells: cells are never changed, only replaced.
 */
export class StepCache {
  #stepMs = 0;
  #steps = new Map<number, Step>();

  /** Points of all steps in [fromMs, toMs), `fromMs` on a step; steps without cells included. */
  points(
    cells: readonly Cell[],
    { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
  ): SeriesPoint[] {
    if (stepMs !== this.#stepMs) this.#steps.clear();
    this.#stepMs = stepMs;
    const byStep = new Map<number, Cell[]>();
    for (const cell of cells) {
      const startMs = Math.floor(cell.startMs / stepMs) * stepMs;
      const held = byStep.get(startMs);
      if (held) held.push(cell);
      else byStep.set(startMs, [cell]);
    }
    const kept = new Map<number, Step>();
    for (let startMs = fromMs; startMs < toMs; startMs += stepMs) {
      const inStep = byStep.get(startMs) ?? [];
      const before = this.#steps.get(startMs);
      const point = before && sameCells(before.cells, inStep) ? before.point : addUp(inStep, startMs, stepMs);
      kept.set(startMs, { cells: inStep, point });
    }
    this.#steps = kept;
    return [...kept.values()].map(({ point }) => {
      const coveredMs = Math.min(point.startMs + stepMs, toMs) - point.startMs;
      return coveredMs === point.coveredMs ? point : { ...point, coveredMs };
    });
  }
}

function addUp(cells: readonly Cell[], startMs: number, stepMs: number): SeriesPoint {
  const point = seriesFrom(cells, { fromMs: startMs, toMs: startMs + stepMs, stepMs })[0]?.points[0];
  if (!point) throw new RangeError("a step must be on the grid of its width");
  return point;
}

function sameCells(before: readonly Cell[], now: readonly Cell[]): boolean {
  return before.length === now.length && now.every((cell, at) => cell === before[at]);
}
