import { type Moment, momentAt } from "./chart-line.ts";
import type { Selection } from "./crosshair.ts";

const page = 10;

/** Where a key moves from the moment at `here` (-1: from nowhere) of `count`; null when the key does not move. */
export function movedIndex(key: string, here: number, count: number): number | null {
  if (count === 0) return null;
  const from = here === -1 ? count - 1 : here;
  const to = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    PageUp: from - page,
    PageDown: from + page,
    Home: 0,
    End: count - 1,
  }[key];
  if (to === undefined) return null;
  return here === -1 && key !== "Home" ? count - 1 : Math.min(count - 1, Math.max(0, to));
}

/** The stretch that a selection stands for: whole moments, from the start of the first to the end of the last. */
export function selectedStretch(moments: readonly Moment[], { anchorMs, headMs }: Selection): [number, number] {
  const first = moments[momentAt(moments, Math.min(anchorMs, headMs))];
  const last = moments[momentAt(moments, Math.max(anchorMs, headMs))];
  return [first?.startMs ?? anchorMs, last?.endMs ?? headMs];
}
