"use client";

import { Search } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "../ui/button.tsx";
import { isApple } from "./palette-key.ts";

const never = () => () => undefined;

/** The way to the palette for a pointer; says the keys to everyone else. */
export function PaletteButton({ onOpen }: { readonly onOpen: () => void }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return (
    <Button onClick={onOpen} className="gap-2 px-2 text-muted" aria-keyshortcuts={apple ? "Meta+K" : "Control+K"}>
      <Search />
      <span className="sr-only lg:not-sr-only">Search or do …</span>
      <kbd aria-hidden className="hidden rounded border border-border bg-sunken px-1 font-mono text-[11px] lg:inline">
        {apple ? "⌘K" : "Ctrl K"}
      </kbd>
    </Button>
  );
}
