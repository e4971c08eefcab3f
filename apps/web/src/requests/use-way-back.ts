"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

/** Where Escape has its own meaning. */
const taken = 'input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"]';

/** Escape leads to this address, unless something that is open takes it. */
export function useWayBack(to: string): void {
  const router = useRouter();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    if (event.target instanceof Element && event.target.closest(taken) !== null) return;
    if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null) return;
    router.push(to);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
