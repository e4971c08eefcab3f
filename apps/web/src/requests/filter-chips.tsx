"use client";

import { X } from "lucide-react";
import { filterLabels, filterValueWords } from "./filter-words.ts";
import type { FilterName, RequestFilter } from "./log-view.ts";

/** What the log is narrowed down to; each can be taken out. */
export function FilterChips({
  filter,
  keyName,
  onRemove,
  onClear,
}: {
  readonly filter: RequestFilter;
  readonly keyName: string | undefined;
  readonly onRemove: (name: FilterName) => void;
  readonly onClear: () => void;
}) {
  const chosen = (Object.keys(filterLabels) as FilterName[]).filter((name) => filter[name] !== undefined);
  if (chosen.length === 0) return null;
  return (
    <ul className="flex flex-wrap items-center gap-1.5" aria-label="Filters">
      {chosen.map((name) => {
        const words = filterValueWords(name, filter[name] ?? "", keyName);
        return (
          <li
            key={name}
            className="inline-flex h-7 max-w-full items-center gap-1 rounded-full border border-border bg-accent pr-1 pl-2.5 text-accent-text text-xs"
          >
            <span className="truncate">
              {filterLabels[name]}: <strong className="font-semibold">{words}</strong>
            </span>
            <button
              type="button"
              className="grid size-5 place-items-center rounded-full hover:bg-sunken"
              aria-label={`Remove filter ${filterLabels[name]}: ${words}`}
              onClick={() => onRemove(name)}
            >
              <X className="size-3" aria-hidden />
            </button>
          </li>
        );
      })}
      {chosen.length > 1 && (
        <li>
          <button type="button" className="rounded px-1.5 text-muted text-xs hover:text-foreground" onClick={onClear}>
            Clear all
          </button>
        </li>
      )}
    </ul>
  );
}
