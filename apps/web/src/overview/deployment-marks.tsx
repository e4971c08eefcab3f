"use client";

import { GitCommitVertical } from "lucide-react";
import { formatDateTime } from "../format/format-time.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import type { DeploymentMark } from "./deployment-mark.ts";

/** Room that a chart's axes take at its sides, px: marks are laid over the rest. */
export const plotLeft = 46;
export const plotRight = 10;

/** Flags at the top of a chart: who published what, when. Their lines are drawn by the chart. */
export function DeploymentMarks({ marks, fromMs, toMs }: { readonly marks: readonly DeploymentMark[]; readonly fromMs: number; readonly toMs: number }) {
  return (
    <>
      {marks.map((mark) => (
        <Tooltip
          key={mark.id}
          words={
            <>
              <p className="font-medium">{mark.words}</p>
              <p className="text-muted">{formatDateTime(mark.atMs)}</p>
            </>
          }
        >
          <button
            type="button"
            aria-label={mark.words}
            style={{ left: `calc(${plotLeft}px + (100% - ${plotLeft + plotRight}px) * ${(mark.atMs - fromMs) / (toMs - fromMs)})` }}
            className="absolute top-0 z-10 inline-flex h-4 -translate-x-1/2 items-center rounded-sm bg-accent px-1 font-medium text-[10px] text-accent-text leading-none after:absolute after:-inset-1"
          >
            <GitCommitVertical className="-ml-0.5 size-2.5" aria-hidden />
            {mark.label}
          </button>
        </Tooltip>
      ))}
    </>
  );
}
