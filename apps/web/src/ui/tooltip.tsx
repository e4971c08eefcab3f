"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Words on hover and focus for what has no room for them. The trigger must be focusable. */
export function Tooltip({
  words,
  side = "top",
  children,
}: {
  readonly words: ReactNode;
  readonly side?: "top" | "bottom" | "right";
  readonly children: ReactNode;
}) {
  return (
    <Radix.Root delayDuration={200}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={5}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-md border border-border bg-raised px-2.5 py-1.5 text-foreground text-xs shadow-raised"
        >
          {words}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const TooltipProvider = Radix.Provider;
