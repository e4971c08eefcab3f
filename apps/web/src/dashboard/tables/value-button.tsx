"use client";

import { Filter } from "lucide-react";

/** A value that narrows the dashboard to it. */
export function ValueButton({
  words,
  color,
  onNarrow,
}: {
  readonly words: string;
  readonly color?: string | undefined;
  /** null: it stands for many values and cannot be filtered by. */
  readonly onNarrow: (() => void) | null;
}) {
  const dot = color !== undefined && (
    <span className="inline-block size-2 shrink-0 rounded-full" style={{ background: color }} aria-hidden />
  );
  if (onNarrow === null) {
    return (
      <span className="inline-flex items-center gap-2 text-muted">
        {dot} {words}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="group relative inline-flex max-w-56 items-center gap-2 rounded text-left underline-offset-2 after:absolute after:-inset-1 hover:underline"
      title={`Show only ${words}`}
      onClick={onNarrow}
    >
      {dot} <span className="truncate">{words}</span>
      <Filter
        className="size-3 shrink-0 text-muted opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        aria-hidden
      />
    </button>
  );
}
