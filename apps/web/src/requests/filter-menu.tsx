"use client";

import { ListFilter } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { formatCount } from "../format/format-number.ts";
import { Button } from "../ui/button.tsx";
import { FacetList } from "./facet-list.tsx";
import type { FilterName, RequestFilter } from "./log-view.ts";

/** Opens everything that requests can be narrowed down by, with counts that are loaded when it opens. */
export function FilterMenu({
  filter,
  moments,
  onSet,
}: {
  readonly filter: RequestFilter;
  readonly moments: { readonly fromMs?: number; readonly toMs?: number };
  readonly onSet: <Name extends FilterName>(name: Name, value: RequestFilter[Name] | undefined) => void;
}) {
  const [open, setOpen] = useState(false);
  const chosen = Object.keys(filter).length;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button>
          <ListFilter /> Filter{chosen > 0 && ` (${formatCount(chosen)})`}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label="Filter requests"
          className="z-40 flex max-h-[min(34rem,var(--radix-popover-content-available-height))] w-[min(26rem,calc(100vw-1.5rem))] flex-col rounded-lg border border-border bg-raised text-[13px] shadow-raised"
        >
          <FacetList filter={filter} moments={moments} onSet={onSet} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
