"use client";

import { formatAge } from "../../format/format-age.ts";
import { zoneName } from "../../format/format-time.ts";
import { useLiveMoment } from "../../live/live-provider.tsx";
import { useNow } from "../../ui/use-now.ts";

const staleMs = 4_000;

/** How old the picture is, and in which zone its times are. Amber once three ticks are missing. */
export function Freshness({
  paused,
  askedAtMs,
}: {
  readonly paused: boolean;
  /** When history was asked (browser's clock), for windows that the live feed does not grow; null: it does. */
  readonly askedAtMs: number | null;
}) {
  const { lastTickMs } = useLiveMoment();
  const nowMs = useNow(1_000);
  if (nowMs === 0) return null;
  const seenMs = askedAtMs ?? lastTickMs;
  const stale = askedAtMs === null && (lastTickMs === null || nowMs - lastTickMs > staleMs);
  const words = paused
    ? "Paused"
    : seenMs === null
      ? "Waiting for the first tick"
      : `Updated ${formatAge(seenMs, nowMs)}`;
  return (
    <span className={stale || paused ? "text-warn text-xs" : "text-muted text-xs"}>
      {words} · times in {zoneName(nowMs)}
    </span>
  );
}
