import { liveUpToMs, ranges, stepFor } from "../view/range.ts";
import type { TimeWindow } from "../view/view.ts";

/** A window at a moment: from when to when, and how finely it is cut. */
export type Stretch = {
  /** A multiple of `groupStepMs`, so that charts and tables count the same requests. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly groupStepMs: number;
  /** Length of the window as it was asked for, a multiple of `stepMs`: how far back the previous period lies. */
  readonly shiftMs: number;
  /** Grows with the live feed. */
  readonly live: boolean;
};

const mostPoints = 240;
const mostGroupPoints = 60;

/** The window as it is at `nowMs`. It begins early enough for its first step to be a whole one. */
export function stretchOf(window: TimeWindow, nowMs: number): Stretch {
  if (window.kind === "last") {
    const { ms, stepMs, groupStepMs } = ranges[window.range];
    return {
      fromMs: floor(nowMs - ms, groupStepMs),
      toMs: nowMs,
      stepMs,
      groupStepMs,
      shiftMs: ms,
      live: isLiveWindow(window),
    };
  }
  const ms = window.toMs - window.fromMs;
  const stepMs = stepFor(ms, mostPoints);
  const groupStepMs = groupStepFor(ms, stepMs);
  const fromMs = floor(window.fromMs, groupStepMs);
  return {
    fromMs,
    toMs: Math.max(fromMs + stepMs, Math.min(nowMs, Math.ceil(window.toMs / stepMs) * stepMs)),
    stepMs,
    groupStepMs,
    shiftMs: Math.ceil(ms / stepMs) * stepMs,
    live: false,
  };
}

/** The narrowest whole multiple of a step that many lines can be drawn with. */
function groupStepFor(ms: number, stepMs: number): number {
  for (let most = mostGroupPoints; most > 1; most -= 1) {
    const step = stepFor(ms, most);
    if (step % stepMs === 0) return step;
  }
  return stepMs;
}

/** Whether a window grows with the live feed. */
export function isLiveWindow(window: TimeWindow): boolean {
  return window.kind === "last" && ranges[window.range].ms <= liveUpToMs;
}

/** How often a window that the live feed does not grow is read again, ms; false when nothing in it can change. */
export function rereadEveryMs(window: TimeWindow, nowMs: number): number | false {
  if (window.kind === "between" && window.toMs < nowMs - 120_000) return false;
  const { stepMs } = stretchOf(window, nowMs);
  return Math.min(300_000, Math.max(15_000, stepMs / 4));
}

function floor(ms: number, stepMs: number): number {
  return Math.floor(ms / stepMs) * stepMs;
}
