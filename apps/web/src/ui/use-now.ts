"use client";

import { useEffect, useState } from "react";

/** The browser's clock, once a period; 0 until the page is alive (servers have another clock and zone). */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
