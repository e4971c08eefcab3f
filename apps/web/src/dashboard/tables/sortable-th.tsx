"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "../../ui/cn.ts";
import { Th } from "../../ui/table.tsx";
import type { UsageSort } from "./usage-rows.ts";

/** A header that sorts by its column; again, the other way round. */
export function SortableTh({
  by,
  label,
  sort,
  onSort,
  numeric = true,
}: {
  readonly by: UsageSort["by"];
  readonly label: string;
  readonly sort: UsageSort;
  readonly onSort: (sort: UsageSort) => void;
  readonly numeric?: boolean;
}) {
  const here = sort.by === by;
  const Icon = sort.descending ? ArrowDown : ArrowUp;
  return (
    <Th numeric={numeric} aria-sort={here ? (sort.descending ? "descending" : "ascending") : undefined}>
      <button
        type="button"
        className={cn(
          "-mx-1 inline-flex h-6 items-center gap-0.5 rounded px-1 hover:text-foreground",
          here && "text-foreground",
        )}
        onClick={() => onSort({ by, descending: here ? !sort.descending : numeric })}
      >
        {label}
        {here && <Icon className="size-3" aria-hidden />}
      </button>
    </Th>
  );
}
