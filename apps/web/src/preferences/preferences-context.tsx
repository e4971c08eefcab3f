"use client";

import { useTheme } from "next-themes";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { setTimeReader } from "../format/format-time.ts";
import type { Outputs } from "../trpc/outputs.ts";

export type Preferences = Outputs["me"]["get"]["preferences"];

type PreferencesNow = Preferences & {
  /** Lets saved preferences hold in this page at once. */
  readonly apply: (preferences: Preferences) => void;
};

/** US conventions and the browser's zone, for who has not said otherwise, or is nobody yet. */
const standard: PreferencesNow = {
  timeZone: null,
  hours: 12,
  theme: "system",
  shortcuts: true,
  apply: () => {},
};

const Context = createContext<PreferencesNow>(standard);

/** Hands on how the signed-in person reads Meridian: to components by `usePreferences`, to `format/` by itself. */
export function PreferencesProvider({
  stored,
  children,
}: {
  readonly stored: Preferences;
  readonly children: ReactNode;
}) {
  const [applied, setApplied] = useState(stored);
  const { setTheme } = useTheme();
  const { timeZone, hours, theme } = applied;
  // Before anything below is drawn; the server draws no times, and has many readers.
  if (typeof window !== "undefined") setTimeReader({ timeZone: timeZone ?? undefined, hours });
  // The theme is the person's on every browser. A later change in this page goes through `apply`.
  useEffect(() => setTheme(theme), [theme, setTheme]);
  const apply = useCallback((next: Preferences) => setApplied(next), []);
  const now = useMemo(() => ({ ...applied, apply }), [applied, apply]);
  return <Context value={now}>{children}</Context>;
}

/** How the person who looks wants times, theme and shortcuts. */
export function usePreferences(): PreferencesNow {
  return use(Context);
}
