"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { formatView } from "./format-view.ts";
import { parseView } from "./parse-view.ts";
import { longestMs, shortestMs } from "./range.ts";
import type { TimeWindow, View } from "./view.ts";

export type ViewNow = {
  readonly view: View;
  /** What of the address could not be followed. */
  readonly problems: readonly string[];
  readonly setView: (view: View) => void;
  /** Looks closer; `back` returns to where it came from. */
  readonly zoomTo: (fromMs: number, toMs: number) => void;
  readonly zoomOut: (shownFromMs: number, shownToMs: number, nowMs: number) => void;
  readonly back: () => void;
  readonly canGoBack: boolean;
};

/** The view that the address holds. Changing it changes the address, so that Back, links and reloads work. */
export function useView(): ViewNow {
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const { view, problems } = useMemo(() => parseView(new URLSearchParams(query)), [query]);
  // Windows that zooming came from, the last one last.
  const [trail, setTrail] = useState<readonly TimeWindow[]>([]);
  const setView = useCallback(
    (next: View) => {
      // Without the server: nothing of the page depends on it, and the data is asked for apart.
      window.history.pushState(null, "", `${pathname}?${formatView(next)}`);
    },
    [pathname],
  );
  const zoomTo = useCallback(
    (fromMs: number, toMs: number) => {
      const window = widened(fromMs, toMs);
      setTrail((before) => [...before.slice(-19), view.window]);
      setView({ ...view, window });
    },
    [view, setView],
  );
  const zoomOut = useCallback(
    (fromMs: number, toMs: number, nowMs: number) => {
      const half = (toMs - fromMs) / 2;
      const end = Math.min(nowMs, toMs + half);
      zoomTo(Math.max(end - longestMs, end - 4 * half), end);
    },
    [zoomTo],
  );
  const back = useCallback(() => {
    const last = trail.at(-1);
    if (last === undefined) return;
    setTrail(trail.slice(0, -1));
    setView({ ...view, window: last });
  }, [trail, view, setView]);
  return { view, problems, setView, zoomTo, zoomOut, back, canGoBack: trail.length > 0 };
}

/** Whole seconds, and at least the shortest stretch around the same middle. */
function widened(fromMs: number, toMs: number): TimeWindow {
  const missing = Math.max(0, shortestMs - (toMs - fromMs));
  return {
    kind: "between",
    fromMs: Math.floor((fromMs - missing / 2) / 1_000) * 1_000,
    toMs: Math.ceil((toMs + missing / 2) / 1_000) * 1_000,
  };
}
