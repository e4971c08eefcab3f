"use client";

import { useMemo } from "react";
import { useNow } from "../ui/use-now.ts";
import { type LogWindow, momentsOf } from "./log-view.ts";

/** A window of "the last hour" moves on in steps of these: it does not slide under a reader with every second. */
const stepMs = 600_000;

/** A window as moments. "The last hour" begins up to ten minutes earlier than an hour ago. null until the page knows the time. */
export function useMoments(window: LogWindow): { readonly fromMs?: number; readonly toMs?: number } | null {
  const nowMs = useNow(stepMs);
  const key = JSON.stringify(window);
  return useMemo(() => {
    const read = JSON.parse(key) as LogWindow;
    return read.kind === "last" && nowMs === 0 ? null : momentsOf(read, nowMs);
  }, [key, nowMs]);
}
