"use client";

import type { Cell } from "@meridian/metrics";
import { useCallback, useMemo, useState } from "react";
import { useLive, useLiveMoment } from "../../live/live-provider.tsx";
import type { LiveMoment } from "../../live/live-store.ts";
import { useNow } from "../../ui/use-now.ts";

/** One moment of the live feed as it was or is: what a pause holds on to. */
export type LiveFrame = {
  /** The gateways' clock; 0 until the page is alive. */
  readonly nowMs: number;
  /** Up to when live cells are complete. */
  readonly knownUntilMs: number;
  readonly cells: readonly Cell[];
  readonly moment: LiveMoment;
};

/** The live feed from second to second, and a way to hold it. */
export function useLiveFrame(): {
  readonly frame: LiveFrame;
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
} {
  const { store, feed } = useLive();
  const moment = useLiveMoment();
  const isLive = feed.kind === "live";
  const clockMs = useNow(isLive ? 60_000 : 1_000);
  const tickMs = moment.lastTickMs === null ? 0 : moment.lastTickMs + moment.offsetMs;
  const nowMs = isLive ? tickMs : clockMs === 0 ? 0 : clockMs + moment.offsetMs;
  const live = useMemo<LiveFrame>(
    () => ({ nowMs, knownUntilMs: tickMs, cells: store.cellsBetween(0, Number.POSITIVE_INFINITY), moment }),
    [nowMs, tickMs, store, moment],
  );
  const [held, setHeld] = useState<LiveFrame | null>(null);
  const setPaused = useCallback((paused: boolean) => setHeld(paused ? live : null), [live]);
  return { frame: held ?? live, paused: held !== null, setPaused };
}
