"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import type { Command } from "./command.ts";
import { nextKeys, type Pending, plainKey } from "./key-sequence.ts";

/** Where letters mean something else: text, choices that are found by typing, dialogs. */
const taken =
  'input, textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"], [role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"]';

/** Runs the command whose keys are pressed. Nothing happens in a field, in a dialog, with modifiers, or when switched off. */
export function useShortcutKeys(commands: readonly Command[], enabled: boolean): void {
  const pending = useRef<Pending>(null);
  const press = useEffectEvent((event: KeyboardEvent) => {
    const key = plainKey(event);
    if (!enabled || key === null || event.defaultPrevented || isTaken(event.target)) return;
    const bound = commands.filter(({ keys }) => keys !== undefined);
    const next = nextKeys(
      pending.current,
      key,
      performance.now(),
      bound.map(({ keys }) => keys ?? ""),
    );
    pending.current = next.pending;
    const command = bound.findLast(({ keys }) => keys === next.complete);
    if (!command) return;
    event.preventDefault();
    command.run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

/** A dialog that is open takes all keys, also when the focus has gone astray. */
function isTaken(target: EventTarget | null): boolean {
  if (target instanceof Element && target.closest(taken) !== null) return true;
  return document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null;
}
