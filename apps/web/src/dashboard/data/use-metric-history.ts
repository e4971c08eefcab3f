"use client";

import { type HistogramName, metricCellsOf } from "@meridian/metrics";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLive } from "../../live/live-provider.tsx";
import { useWorkspace } from "../../shell/workspace-context.tsx";
import { useTRPCClient } from "../../trpc/use-trpc.ts";
import type { Dimension } from "../view/dimension-words.ts";
import type { Filters, TimeWindow } from "../view/view.ts";
import type { Slice } from "./slice.ts";
import { isLiveWindow, rereadEveryMs, stretchOf } from "./stretch.ts";

/** What is asked of history. */
export type MetricQuestion = {
  readonly window: TimeWindow;
  readonly filters: Filters;
  /** null: all together. */
  readonly by: Dimension | null;
  /** `fine` for few lines, `group` for many; `previous` is as fine, one length of the window earlier. */
  readonly cut: "fine" | "group" | "previous";
  readonly histograms: readonly HistogramName[];
  /** false: nothing is asked, and nothing known. */
  readonly wanted: boolean;
};

/** What history knew when it was asked, with the question: what is on show belongs to it, not to one that is under way. */
export type MetricHistory = {
  readonly question: MetricQuestion;
  readonly slices: readonly Slice[];
  readonly stepMs: number;
  /** When it was asked, by the gateways' clock. */
  readonly askedAtMs: number;
  /** Slices end here; of a live window live cells go on from here. A multiple of the step, or the moment it was asked. */
  readonly untilMs: number;
  /** Up to here all is counted. */
  readonly completeUntilMs: number;
  /** How many groups are together in "(other)". */
  readonly foldedGroups: number;
};

/** While the live feed is interrupted charts follow history at this pace. */
const followEveryMs = 10_000;
/** Keeps what must be added up in the browser to a few minutes of live cells. */
const rejoinEveryMs = 240_000;
/** Gateways write their cells every 2 s: history is complete up to a little before now. Live cells of the last minute join it. */
const historyLagMs = 10_000;
/** A page that comes back into view after so long reads history again. */
const missedAfterMs = 60_000;
/** A previous period is read this far ahead, so that it can slide along with now until it is read again. */
const aheadMs = 300_000;

/** Reads history for a part of the dashboard, again and again for as long as it can change. */
export function useMetricHistory(question: MetricQuestion, paused: boolean) {
  const { environmentId } = useWorkspace();
  const client = useTRPCClient();
  const { store, feed, gaps } = useLive();
  const { window, filters, by, cut, histograms, wanted } = question;
  const live = isLiveWindow(window);
  const feedIsLive = feed.kind === "live";
  return useQuery({
    queryKey: ["metrics", environmentId, { window, filters, by, cut, histograms }, live ? gaps : 0],
    queryFn: async ({ signal }): Promise<MetricHistory> => {
      const askedAtMs = Math.round(Date.now() + store.moment().offsetMs);
      const stretch = stretchOf(window, askedAtMs);
      const stepMs = cut === "group" ? stretch.groupStepMs : stretch.stepMs;
      const boundaryMs = Math.floor((askedAtMs - historyLagMs) / stepMs) * stepMs;
      const [fromMs, toMs] =
        cut !== "previous"
          ? [stretch.fromMs, stretch.live ? boundaryMs : stretch.toMs]
          : [
              stretch.fromMs - stretch.shiftMs,
              Math.min(boundaryMs, stretch.toMs - stretch.shiftMs + (stretch.live ? aheadMs : 0)),
            ];
      const answer = await client.metrics.query.query(
        {
          environmentId,
          fromMs,
          toMs: Math.max(toMs, fromMs + stepMs),
          stepMs,
          filter: filters as Record<Dimension, string[]>,
          by: by === null ? [] : [by],
          histograms: [...histograms],
        },
        { signal },
      );
      // Where the answer's step is wider than the one asked for, its last one may hold what live cells say, too.
      const untilMs = stretch.live ? Math.floor(boundaryMs / answer.stepMs) * answer.stepMs : stretch.toMs;
      const cells = stretch.live
        ? metricCellsOf(answer).filter(({ startMs }) => startMs < untilMs)
        : metricCellsOf(answer);
      return {
        question,
        slices: cells.map(({ startMs, by: group, outcome, counts }) => {
          return { startMs, group: by === null ? "" : (group[by] ?? ""), outcome, counts };
        }),
        stepMs: answer.stepMs,
        askedAtMs,
        untilMs,
        completeUntilMs: Math.min(answer.completeUntilMs, toMs),
        foldedGroups: answer.foldedGroups,
      };
    },
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    // Hidden pages are not read again, and live cells are kept for some minutes only: history has to fill what was missed.
    refetchOnWindowFocus: ({ state }) =>
      wanted && Date.now() - state.dataUpdatedAt > missedAfterMs ? "always" : false,
    refetchInterval: () => {
      if (paused) return false;
      if (!live) return rereadEveryMs(window, Date.now());
      return feedIsLive ? rejoinEveryMs : followEveryMs;
    },
  });
}
