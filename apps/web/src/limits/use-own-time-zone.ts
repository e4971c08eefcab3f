"use client";

import { usePreferences } from "../preferences/preferences-context.tsx";

/** The zone in which times are shown to who looks. */
export function useOwnTimeZone(): string {
  return usePreferences().timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
