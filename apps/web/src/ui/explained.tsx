"use client";

import { CircleHelp } from "lucide-react";
import { Popover } from "radix-ui";
import type { ReactNode } from "react";

/** A small button beside a word that opens what it means: by pointer, finger and keyboard alike. */
export function Explained({ about, children }: { readonly about: string; readonly children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`What ${about} means`}
        className="relative grid size-5 shrink-0 place-items-center rounded text-muted after:absolute after:-inset-1 hover:text-foreground data-[state=open]:text-foreground print:hidden"
      >
        <CircleHelp className="size-3.5" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={4}
          collisionPadding={8}
          aria-label={about}
          className="z-50 w-72 rounded-lg border border-border bg-raised p-3 text-[13px] text-muted shadow-raised data-[state=open]:animate-in data-[state=open]:fade-in-0"
        >
          <p className="mb-0.5 font-medium text-foreground">{about}</p>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
