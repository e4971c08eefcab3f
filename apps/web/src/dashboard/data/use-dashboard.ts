"use client";

import type { HistogramName } from "@meridian/metrics";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { Dimension } from "../view/dimension-words.ts";
import type { View } from "../view/view.ts";
import { type LiveFrame, useLiveFrame } from "./use-live-frame.ts";
import type { MetricQuestion } from "./use-metric-history.ts";
import { type SeriesNow, useSeries } from "./use-series.ts";

/** All that a dashboard draws. Each part is read, and fails, on its own. */
export type Dashboard = {
  readonly frame: LiveFrame;
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
  readonly total: SeriesNow;
  /** One length of the window earlier. */
  readonly previous: SeriesNow;
  readonly upstreams: SeriesNow;
  readonly breakdown: SeriesNow;
  /** The two config versions compared, as groups; empty while none are. */
  readonly versions: SeriesNow;
};

const timings: readonly HistogramName[] = ["durationMs", "firstTokenMs"];

/** Reads and keeps up to date what a view shows. */
export function useDashboard(view: View): Dashboard {
  const { frame, paused, setPaused } = useLiveFrame();
  const { window, filters, by, compare } = view;
  const questions = useMemo(() => {
    const ask = (part: Partial<MetricQuestion> & { by: Dimension | null }): MetricQuestion => {
      return { window, filters, cut: "group", histograms: timings, wanted: true, ...part };
    };
    const versions = compare.kind === "versions" ? [String(compare.a), String(compare.b)] : null;
    return {
      total: ask({ by: null, cut: "fine" }),
      previous: ask({ by: null, cut: "previous" }),
      upstreams: ask({ by: "upstream" }),
      breakdown: ask({ by }),
      versions: ask({
        by: "configVersion",
        cut: "fine",
        filters: versions === null ? filters : { ...filters, configVersion: versions },
        wanted: versions !== null,
      }),
    };
  }, [window, filters, by, compare]);
  const queryClient = useQueryClient();
  const pause = useCallback(
    (next: boolean) => {
      setPaused(next);
      // What passed meanwhile may be more than the live feed still knows.
      if (!next) void queryClient.invalidateQueries({ queryKey: ["metrics"] });
    },
    [queryClient, setPaused],
  );
  return {
    frame,
    paused,
    setPaused: pause,
    total: useSeries(questions.total, frame, paused),
    previous: useSeries(questions.previous, frame, paused),
    upstreams: useSeries(questions.upstreams, frame, paused),
    breakdown: useSeries(questions.breakdown, frame, paused),
    versions: useSeries(questions.versions, frame, paused),
  };
}
