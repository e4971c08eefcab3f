"use client";

import { useMemo } from "react";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { cn } from "../../ui/cn.ts";
import { timeTicks } from "./time-ticks.ts";

/** Labels under a plot, on round times of the reader's clock. Narrow charts leave every second one out. */
export function TimeAxis({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) {
  const { timeZone, hours } = usePreferences();
  const ticks = useMemo(
    // How the reader reads times is no input of the call: `format/` knows it.
    () => (timeZone === "" || hours === undefined ? [] : timeTicks(fromMs, toMs, 5)),
    [fromMs, toMs, timeZone, hours],
  );
  return (
    <div
      className="pointer-events-none absolute right-[10px] bottom-0 left-[46px] h-[18px] text-[10.5px] text-axis"
      aria-hidden
    >
      {ticks.map(({ atMs, label }, at) => {
        const part = (atMs - fromMs) / (toMs - fromMs);
        return (
          <span
            key={atMs}
            className={cn(
              "absolute top-0.5 whitespace-nowrap leading-4",
              at % 2 === 1 && ticks.length > 3 && "hidden @md:block",
            )}
            // Labels at the ends lean inwards, so that none hangs over the edge.
            style={{
              left: `${part * 100}%`,
              transform: `translateX(${part < 0.07 ? "-15%" : part > 0.93 ? "-85%" : "-50%"})`,
            }}
          >
            {label}
          </span>
        );
      })}
    </div>
  );
}
