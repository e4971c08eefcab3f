"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Cell } from "@meridian/metrics";
import { useMemo, useState } from "react";
import { useLive, useLiveMoment } from "../live/live-provider.tsx";
import type { LiveMoment } from "../live/live-store.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPCClient } from "../trpc/use-trpc.ts";
import { useNow } from "../ui/use-now.ts";
import { OverviewBuilder, type OverviewModel } from "./overview-model.ts";
import { fineMs, type Range, startOf } from "./range.ts";

/** One moment as it was or is: what a pause holds on to. */
export type Frame = {
  readonly nowMs: number;
  readonly knownUntilMs: number;
  readonly fine: readonly Cell[];
  readonly moment: LiveMoment;
};

export type Overview = {
  /** null until the gateways or history said something. */
  readonly model: OverviewModel | null;
  readonly frame: Frame;
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
  readonly error: unknown;
  readonly refreshing: boolean;
  readonly retry: () => void;
};

/** While the live feed is interrupted charts follow history at this pace. */
const followEveryMs = 10_000;
/** Gateways write their cells every 2 s: history is complete up to a little before now. */
const historyLagMs = 4_000;
/** Cells of a minute are used up to here, cells of 10 s from here on: time for the worker to make the former of the latter. */
const coarseLagMs = 50 * 60_000;
const coarseEveryMs = 5 * 60_000;

/** The overview of a range, live: history and live feed in one. */
export function useOverview(range: Range): Overview {
  const { environmentId } = useWorkspace();
  const client = useTRPCClient();
  const { store, feed, gaps } = useLive();
  const moment = useLiveMoment();
  const isLive = feed.kind === "live";
  const clockMs = useNow(isLive ? 60_000 : 1_000);
  const remoteNow = () => Math.round(Date.now() + store.moment().offsetMs);
  const isLong = range.ms > fineMs;

  const fine = useQuery({
    queryKey: ["fine history", environmentId, isLong ? "1h" : range.id, gaps],
    queryFn: async () => {
      const toMs = remoteNow();
      const fromMs = isLong ? toMs - fineMs : startOf(range, toMs);
      const { cells } = await client.metrics.history.query({ environmentId, fromMs, toMs });
      store.addHistory(cells);
      return { untilMs: toMs - historyLagMs };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchInterval: isLive ? false : followEveryMs,
    placeholderData: keepPreviousData,
  });

  const coarse = useQuery({
    queryKey: ["coarse history", environmentId, range.id],
    queryFn: async () => {
      const toMs = remoteNow();
      const boundaryMs = Math.floor((toMs - coarseLagMs) / range.stepMs) * range.stepMs;
      const { cells } = await client.metrics.history.query({
        environmentId,
        fromMs: startOf(range, toMs),
        toMs: boundaryMs,
      });
      return { cells: cells.filter(({ startMs }) => startMs < boundaryMs), boundaryMs };
    },
    enabled: isLong,
    staleTime: coarseEveryMs,
    refetchInterval: coarseEveryMs,
  });

  const tickMs = moment.lastTickMs === null ? 0 : moment.lastTickMs + moment.offsetMs;
  const nowMs = isLive ? tickMs : clockMs + moment.offsetMs;
  const knownUntilMs = Math.max(tickMs, fine.data?.untilMs ?? 0);
  const live = useMemo<Frame>(
    () => ({ nowMs, knownUntilMs, fine: store.cellsBetween(0, Number.POSITIVE_INFINITY), moment }),
    [nowMs, knownUntilMs, store, moment],
  );
  const [held, setHeld] = useState<Frame | null>(null);
  const frame = held ?? live;

  const [builder] = useState(() => new OverviewBuilder());
  const coarseData = isLong ? coarse.data : undefined;
  const ready = frame.nowMs > 0 && (fine.isSuccess || fine.isError) && (!isLong || coarse.isSuccess || coarse.isError);
  const model = useMemo(() => {
    if (!ready) return null;
    const cells = coarseData
      ? [...coarseData.cells, ...frame.fine.filter(({ startMs }) => startMs >= coarseData.boundaryMs)]
      : frame.fine;
    return builder.build({ range, cells, nowMs: frame.nowMs, knownUntilMs: frame.knownUntilMs });
  }, [builder, coarseData, frame, range, ready]);

  return {
    model,
    frame,
    paused: held !== null,
    setPaused: (paused) => setHeld(paused ? live : null),
    error: fine.error ?? (isLong ? coarse.error : null),
    refreshing: fine.isFetching || coarse.isFetching,
    retry: () => {
      void fine.refetch();
      if (isLong) void coarse.refetch();
    },
  };
}
