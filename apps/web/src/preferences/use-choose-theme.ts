"use client";

import { useCallback } from "react";
import { type Preferences, usePreferences } from "./preferences-context.tsx";
import { useSavePreferences } from "./use-save-preferences.ts";

/** Changes the theme here at once, and everywhere else with the account. */
export function useChooseTheme(): (theme: Preferences["theme"]) => void {
  const preferences = usePreferences();
  const { mutate: save } = useSavePreferences();
  return useCallback(
    (theme) => {
      const { apply, ...now } = preferences;
      apply({ ...now, theme });
      save({ theme });
    },
    [preferences, save],
  );
}
