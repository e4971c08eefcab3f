"use client";

import { CircleHelp } from "lucide-react";
import Link from "next/link";
import { Popover } from "radix-ui";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { glossary, type TermId } from "./glossary.ts";

/** A word explained beside where it stands: a small button that opens its meaning from the glossary. */
export function Help({ term }: { readonly term: TermId }) {
  const { place } = useWorkspace();
  const { name, meaning } = glossary[term];
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`What ${name} means`}
        className="-m-1 inline-grid size-6 place-items-center rounded align-middle text-muted hover:text-foreground data-[state=open]:text-foreground print:hidden"
      >
        <CircleHelp className="size-3.5" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={4}
          collisionPadding={8}
          aria-label={name}
          className="z-50 w-72 rounded-lg border border-border bg-raised p-3 font-normal text-[13px] text-foreground shadow-raised data-[state=open]:animate-in data-[state=open]:fade-in-0"
        >
          <p className="font-medium">{name}</p>
          <p className="mt-0.5 text-muted">{meaning}</p>
          <Link href={paths.help(place, term)} className="mt-2 inline-block text-accent-text text-xs underline">
            All words
          </Link>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
