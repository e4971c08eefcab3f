"use client";

import { Maximize2, Pause, Play, Undo2, ZoomOut } from "lucide-react";
import { useMemo } from "react";
import type { Command } from "../commands/command.ts";
import { useCommands } from "../commands/commands-provider.tsx";

/** What a dashboard offers from the keyboard; null where it does not apply now. */
export function useDashboardCommands({
  paused,
  onPaused,
  onZoomOut,
  onBack,
  onWall,
}: {
  readonly paused: boolean;
  readonly onPaused: ((paused: boolean) => void) | null;
  readonly onZoomOut: (() => void) | null;
  readonly onBack: (() => void) | null;
  readonly onWall: () => void;
}): void {
  useCommands(
    useMemo(() => {
      const commands: Command[] = [
        {
          id: "wall",
          group: "act",
          words: "Wall",
          also: "full screen mode monitor",
          icon: Maximize2,
          keys: "w",
          run: onWall,
        },
      ];
      if (onPaused !== null)
        commands.push({
          id: "pause-live",
          group: "act",
          words: paused ? "Resume live" : "Pause live",
          also: "stop hold freeze",
          icon: paused ? Play : Pause,
          keys: "p",
          run: () => onPaused(!paused),
        });
      if (onZoomOut !== null)
        commands.push({
          id: "zoom-out",
          group: "act",
          words: "Zoom out",
          also: "more time range",
          icon: ZoomOut,
          keys: "z",
          run: onZoomOut,
        });
      if (onBack !== null)
        commands.push({
          id: "zoom-back",
          group: "act",
          words: "Back to the stretch of time before",
          also: "undo zoom",
          icon: Undo2,
          keys: "b",
          run: onBack,
        });
      return commands;
    }, [paused, onPaused, onZoomOut, onBack, onWall]),
  );
}
