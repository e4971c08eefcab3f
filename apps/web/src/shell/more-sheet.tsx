"use client";

import { Ellipsis, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { isAt, NavLink, navLook } from "./nav-link.tsx";
import type { Place } from "./paths.ts";
import type { Screen } from "./screens.ts";

/** What the bottom bar has no room for, in a sheet that comes up from it. */
export function MoreSheet({
  screens,
  place,
  pathname,
}: {
  readonly screens: readonly Screen[];
  readonly place: Place;
  readonly pathname: string;
}) {
  const [open, setOpen] = useState(false);
  const here = screens.some(({ href }) => isAt(pathname, href(place)));
  const close = () => setOpen(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={cn(navLook.bottom, here && "bg-accent text-accent-text")}>
        <Ellipsis className="size-4" aria-hidden />
        More
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/45 data-[state=closed]:animate-out data-[state=open]:animate-in data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 bottom-0 z-50 max-h-[80dvh] overflow-y-auto rounded-t-2xl border-border border-t bg-raised px-3 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))] shadow-raised data-[state=closed]:animate-out data-[state=open]:animate-in data-[state=closed]:slide-out-to-bottom data-[state=open]:slide-in-from-bottom"
        >
          <div className="mb-1 flex items-center justify-between pl-3">
            <Dialog.Title className="font-semibold text-sm">More</Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close">
                <X />
              </Button>
            </Dialog.Close>
          </div>
          <nav aria-label="More screens" className="grid">
            {screens.map((screen) => (
              <NavLink
                key={screen.id}
                screen={screen}
                place={place}
                pathname={pathname}
                look="sheet"
                onFollow={close}
              />
            ))}
          </nav>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
