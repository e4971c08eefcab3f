"use client";

import { usePreferences } from "../preferences/preferences-context.tsx";

/** IANA. */
export const browserZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone in which times are shown to who looks. */
export function useOwnTimeZone(): string {
  return usePreferences().timeZone ?? browserZone();
}
