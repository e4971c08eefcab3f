"use client";

import { GitCommitVertical } from "lucide-react";
import { formatDateTime } from "../../format/format-time.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import type { DeploymentMark } from "./deployment-mark.ts";
import { markGroups } from "./mark-groups.ts";
import { plotBox } from "./plot-box.ts";

/** Flags at the top of a chart: who published what, when. Their lines are drawn by the chart. */
export function DeploymentMarks({
  marks,
  fromMs,
  toMs,
}: {
  readonly marks: readonly DeploymentMark[];
  readonly fromMs: number;
  readonly toMs: number;
}) {
  return (
    <>
      {markGroups(marks, fromMs, toMs).map(({ at, marks: together }) => {
        const newest = together.at(-1);
        if (!newest) return null;
        const more = together.length - 1;
        return (
          <Tooltip
            key={newest.id}
            words={
              <ul className="space-y-1">
                {together.toReversed().map((mark) => (
                  <li key={mark.id}>
                    <p className="font-medium">{mark.words}</p>
                    <p className="text-muted">{formatDateTime(mark.atMs)}</p>
                  </li>
                ))}
              </ul>
            }
          >
            <button
              type="button"
              aria-label={together.map(({ words }) => words).join("; ")}
              style={{
                left: `calc(${plotBox.left}px + (100% - ${plotBox.left + plotBox.right}px) * ${at})`,
                // Leans towards the middle, so that no flag hangs over the edge.
                transform: `translateX(${-at * 100}%)`,
              }}
              // As large as a finger needs it, over the plot's top: the flag itself is smaller.
              className="absolute top-0 z-10 flex h-6 min-w-6 items-start rounded-sm"
            >
              <span className="inline-flex h-4 items-center whitespace-nowrap rounded-sm bg-accent px-1 font-medium text-[10px] text-accent-text leading-none">
                <GitCommitVertical className="-ml-0.5 size-2.5" aria-hidden />
                {newest.label}
                {more > 0 && ` +${more}`}
              </span>
            </button>
          </Tooltip>
        );
      })}
    </>
  );
}
