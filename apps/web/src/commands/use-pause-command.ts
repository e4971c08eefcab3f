"use client";

import { Pause, Play } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useCommands } from "./commands-provider.tsx";

/** Offers to hold what is live on a screen, or to let it go on; nothing where `onPaused` is null. */
export function usePauseCommand(paused: boolean, onPaused: ((paused: boolean) => void) | null): void {
  const offered = onPaused !== null;
  // Screens make it anew with every tick: the command stays the same, and calls the newest.
  const latest = useRef(onPaused);
  useEffect(() => {
    latest.current = onPaused;
  });
  useCommands(
    useMemo(
      () =>
        !offered
          ? []
          : [
              {
                id: "pause-live",
                group: "act",
                words: paused ? "Resume live" : "Pause live",
                also: "stop hold freeze",
                icon: paused ? Play : Pause,
                keys: "p",
                run: () => latest.current?.(!paused),
              },
            ],
      [paused, offered],
    ),
  );
}
