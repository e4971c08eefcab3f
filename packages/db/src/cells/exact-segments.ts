import { type CellWidth, cellWidths } from "./cell-levels.ts";
import type { LevelStates, Segment } from "./cell-query-plan.ts";

/**
 * Which cells hold exactly [fromMs, toMs), whatever zone it is a day of: wide ones in the middle, narrower ones at both
 * ends. Ends are widened to 10 s. Null where cells as narrow as it needs are not kept that far back.
 */
export function exactSegments(fromMs: number, toMs: number, levels: LevelStates): readonly Segment[] | null {
  const narrowest = cellWidths[0];
  const endMs = alignedUp(toMs, narrowest);
  const fits = (width: CellWidth, atMs: number): boolean =>
    atMs % (width * 1_000) === 0 && atMs + width * 1_000 <= Math.min(endMs, levels[width].mergedUntilMs);
  const segments: Segment[] = [];
  let atMs = alignedUp(fromMs - narrowest * 1_000 + 1, narrowest);
  while (atMs < endMs) {
    const startMs = atMs;
    const width = cellWidths.findLast((each) => fits(each, startMs)) ?? narrowest;
    if (levels[width].keptFromMs > startMs) return null;
    const wider = cellWidths.filter((each) => each > width);
    do atMs += width * 1_000;
    while (fits(width, atMs) && !wider.some((each) => fits(each, atMs)));
    segments.push({ width, fromMs: startMs, toMs: atMs });
  }
  return segments;
}

const alignedUp = (ms: number, width: CellWidth): number => Math.ceil(ms / (width * 1_000)) * width * 1_000;
