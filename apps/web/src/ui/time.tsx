"use client";

import { formatAge } from "../format/format-age.ts";
import { formatDateTime, formatLogTime } from "../format/format-time.ts";
import { usePreferences } from "../preferences/preferences-context.tsx";
import { useNow } from "./use-now.ts";

/** A moment: its age in words, with the full time and zone on hover. */
export function Age({ atMs }: { readonly atMs: number }) {
  const nowMs = useNow(1_000);
  const settings = useTimeSettings();
  return (
    <time dateTime={new Date(atMs).toISOString()} title={nowMs === 0 ? undefined : formatDateTime(atMs, settings)}>
      {nowMs === 0 ? "" : formatAge(atMs, nowMs)}
    </time>
  );
}

/** A moment in full, with its zone; `log` leaves the year out and has seconds. Empty until the page knows its zone. */
export function Time({ atMs, as = "full" }: { readonly atMs: number; readonly as?: "full" | "log" }) {
  const alive = useNow(3_600_000) !== 0;
  const settings = useTimeSettings();
  const text = as === "log" ? formatLogTime : formatDateTime;
  return <time dateTime={new Date(atMs).toISOString()}>{alive ? text(atMs, settings) : ""}</time>;
}

function useTimeSettings() {
  const { timeZone, hours } = usePreferences();
  return { timeZone: timeZone ?? undefined, hours };
}
