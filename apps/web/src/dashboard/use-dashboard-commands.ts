"use client";

import { Maximize2, Undo2, ZoomOut } from "lucide-react";
import { useMemo } from "react";
import type { Command } from "../commands/command.ts";
import { useCommands } from "../commands/commands-provider.tsx";
import { usePauseCommand } from "../commands/use-pause-command.ts";

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
  usePauseCommand(paused, onPaused);
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
    }, [onZoomOut, onBack, onWall]),
  );
}
