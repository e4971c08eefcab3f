"use client";

import { CircleHelp } from "lucide-react";
import { Tooltip } from "../../ui/tooltip.tsx";

/** A sentence about a concept, beside it: on hover, on focus and for screen readers. */
export function HelpTip({ about, children }: { readonly about: string; readonly children: string }) {
  return (
    <Tooltip words={children}>
      <button
        type="button"
        className="relative grid size-5 shrink-0 place-items-center rounded text-muted after:absolute after:-inset-1 hover:text-foreground"
        aria-label={`About ${about}: ${children}`}
      >
        <CircleHelp className="size-3.5" aria-hidden />
      </button>
    </Tooltip>
  );
}
