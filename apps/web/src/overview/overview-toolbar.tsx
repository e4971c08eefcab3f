"use client";

import { Pause, Play } from "lucide-react";
import { formatAge } from "../format/format-age.ts";
import { zoneName } from "../format/format-time.ts";
import { useLiveMoment } from "../live/live-provider.tsx";
import { Button } from "../ui/button.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { useNow } from "../ui/use-now.ts";
import { allRanges, type Range, type RangeId } from "./range.ts";

const staleMs = 4_000;

export function OverviewToolbar({
  range,
  onRange,
  paused,
  onPaused,
}: {
  readonly range: Range;
  readonly onRange: (id: RangeId) => void;
  readonly paused: boolean;
  readonly onPaused: (paused: boolean) => void;
}) {
  return (
    <>
      <Freshness paused={paused} />
      <Segmented
        label="Time range"
        value={range.id}
        options={allRanges.map(({ id, label }) => ({ value: id, label }))}
        onChange={onRange}
      />
      <Button onClick={() => onPaused(!paused)} aria-pressed={paused}>
        {paused ? <Play /> : <Pause />}
        {paused ? "Resume live" : "Pause live"}
      </Button>
    </>
  );
}

/** How old the picture is. Amber once three ticks are missing. */
function Freshness({ paused }: { readonly paused: boolean }) {
  const { lastTickMs } = useLiveMoment();
  const nowMs = useNow(1_000);
  if (nowMs === 0) return null;
  const stale = lastTickMs === null || nowMs - lastTickMs > staleMs;
  const words = paused
    ? "Paused"
    : lastTickMs === null
      ? "Waiting for the first tick"
      : `Updated ${formatAge(lastTickMs, nowMs)}`;
  return (
    <span className={stale || paused ? "text-warn text-xs" : "text-muted text-xs"}>
      {words} · times in {zoneName(nowMs)}
    </span>
  );
}
