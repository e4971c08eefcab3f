"use client";

import { ListFilter, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { type Dimension, dimensions, dimensionWords } from "../view/dimension-words.ts";
import { type View, withFilter } from "../view/view.ts";
import { FilterDialog } from "./filter-dialog.tsx";

/** What traffic is narrowed to: a chip for each dimension, which opens to be changed and has a way to be lifted. */
export function FilterBar({
  view,
  onView,
  nameOf,
}: {
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly nameOf: (dimension: Dimension, value: string) => string;
}) {
  const [open, setOpen] = useState<Dimension | null>(null);
  const narrowed = dimensions.filter((dimension) => view.filters[dimension] !== undefined);
  return (
    <div className="flex flex-wrap items-center gap-1.5" role="group" aria-label="Filters">
      <Button size="sm" variant="ghost" onClick={() => setOpen("route")}>
        <ListFilter /> {narrowed.length === 0 ? "Filter" : "Add filter"}
      </Button>
      {narrowed.map((dimension) => {
        const values = view.filters[dimension] ?? [];
        const words = values.map((value) => nameOf(dimension, value)).join(", ");
        const { one } = dimensionWords[dimension];
        return (
          <span
            key={dimension}
            className="inline-flex h-7 max-w-full items-center rounded-md border border-border bg-accent text-accent-text text-xs"
            data-filter={dimension}
          >
            <button type="button" className="min-w-0 truncate px-2 py-1" onClick={() => setOpen(dimension)}>
              {one}: <span className="font-medium">{words}</span>
            </button>
            <button
              type="button"
              className="relative grid size-6 shrink-0 place-items-center rounded hover:bg-surface"
              aria-label={`Remove the filter ${one}: ${words}`}
              onClick={() => onView(withFilter(view, dimension, []))}
            >
              <X className="size-3.5" aria-hidden />
            </button>
          </span>
        );
      })}
      {narrowed.length > 1 && (
        <Button size="sm" variant="ghost" onClick={() => onView({ ...view, filters: {} })}>
          Clear all
        </Button>
      )}
      {open !== null && (
        <FilterDialog first={open} view={view} onView={onView} nameOf={nameOf} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
