"use client";

import type { Cell } from "@meridian/metrics";
import { useMemo, useState } from "react";
import type { PanelState } from "../panel/panel.tsx";
import { type Series, SeriesBuilder } from "./series-builder.ts";
import { slicesOf } from "./slice.ts";
import { isLiveWindow, stretchOf } from "./stretch.ts";
import type { LiveFrame } from "./use-live-frame.ts";
import { type MetricHistory, type MetricQuestion, useMetricHistory } from "./use-metric-history.ts";

/** A part of the dashboard's data and how it stands. */
export type SeriesNow = {
  /** null until something came. */
  readonly series: Series | null;
  /** What the series answers: the last question until the next one is answered. */
  readonly question: MetricQuestion | null;
  readonly state: PanelState;
  /** How many groups are together in "(other)". */
  readonly foldedGroups: number;
  /** Grows with the live feed. */
  readonly live: boolean;
  /** When history was read last, by the browser's clock; null before it was. */
  readonly readAtMs: number | null;
};

/** History and live feed of one question in one. */
export function useSeries(question: MetricQuestion, frame: LiveFrame, paused: boolean): SeriesNow {
  const { data, error, isFetching, isError, refetch, dataUpdatedAt } = useMetricHistory(question, paused);
  const [builder] = useState(() => new SeriesBuilder());
  // A window that the feed does not grow stays as it is between two answers: nothing is drawn again every second.
  const isLive = data !== undefined && isLiveWindow(data.question.window);
  const { nowMs, knownUntilMs, cells } = isLive ? frame : stillFrame;
  const series = useMemo(
    () => (data === undefined ? null : builder.build(inputOf(data, { nowMs, knownUntilMs, cells }))),
    [builder, data, nowMs, knownUntilMs, cells],
  );
  return {
    series,
    question: data?.question ?? null,
    foldedGroups: data?.foldedGroups ?? 0,
    live: isLive,
    readAtMs: dataUpdatedAt === 0 ? null : dataUpdatedAt,
    state: useMemo(
      () => ({
        loading: data === undefined,
        error: isError ? error : null,
        refreshing: isFetching,
        retry: () => void refetch(),
      }),
      [data, error, isError, isFetching, refetch],
    ),
  };
}

const stillFrame = { nowMs: 0, knownUntilMs: 0, cells: [] as readonly Cell[] };

function inputOf(
  { question, slices, stepMs, askedAtMs, untilMs, completeUntilMs }: MetricHistory,
  { nowMs, knownUntilMs, cells }: typeof stillFrame,
) {
  const { window, filters, by, cut } = question;
  const { live, toMs, shiftMs, ...stretch } = stretchOf(window, nowMs === 0 ? askedAtMs : nowMs);
  // History may have answered in wider steps: the window begins with a whole one all the same.
  const fromMs = Math.floor(stretch.fromMs / stepMs) * stepMs;
  if (cut === "previous") {
    return { slices, fromMs: fromMs - shiftMs, toMs: toMs - shiftMs, stepMs, knownUntilMs: completeUntilMs };
  }
  if (!live) return { slices, fromMs, toMs, stepMs, knownUntilMs: completeUntilMs };
  const since = cells.filter(({ startMs }) => startMs >= untilMs);
  return {
    slices: [...slices, ...slicesOf(since, filters, by)],
    fromMs,
    toMs,
    stepMs,
    knownUntilMs: Math.max(untilMs, knownUntilMs),
  };
}
