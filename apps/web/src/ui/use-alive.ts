"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * Whether the page's script has taken over from what the server drew. Forms that hold a password wait for it: sent before,
 * the browser itself would send them, to where nobody listens.
 */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
