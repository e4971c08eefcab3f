"use client";

import { Unplug, WifiOff } from "lucide-react";
import { useReached } from "../trpc/use-reached.ts";

/** Says over every screen that what is on it is old, and why. Announced when it comes and gone by itself. */
export function ReachBanner() {
  const { online, reached } = useReached();
  const Icon = online ? Unplug : WifiOff;
  return (
    <div role="status" className="print:hidden">
      {!(online && reached) && (
        <p className="flex items-center justify-center gap-2 border-border border-b bg-bad-soft px-4 py-1.5 text-bad text-xs">
          <Icon className="size-3.5 shrink-0" aria-hidden />
          {online
            ? "Meridian does not answer. What you see is what was known before; it is asked again every few seconds."
            : "You are offline. What you see is what was known before; it goes on by itself."}
        </p>
      )}
    </div>
  );
}
