"use client";

import { useCallback, useSyncExternalStore } from "react";

/** The browser's clock in whole periods; 0 until the page is alive (servers have another clock and zone). */
export function useNow(everyMs: number): number {
  const subscribe = useCallback(
    (tell: () => void) => {
      const timer = setInterval(tell, everyMs);
      return () => clearInterval(timer);
    },
    [everyMs],
  );
  const now = useCallback(() => Math.floor(Date.now() / everyMs) * everyMs, [everyMs]);
  return useSyncExternalStore(subscribe, now, atServer);
}

const atServer = () => 0;
