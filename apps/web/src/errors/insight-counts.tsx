"use client";

import { useState } from "react";
import { Card } from "../ui/card.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Time } from "../ui/time.tsx";
import { useNow } from "../ui/use-now.ts";
import { CountBars } from "./count-bars.tsx";
import type { Insight } from "./insight.ts";

const minuteMs = 60_000;
const spans = {
  hours: { label: "2 hours", of: "day", stepMs: 5 * minuteMs, steps: 24, words: "By 5 minutes" },
  day: { label: "24 hours", of: "day", stepMs: 5 * minuteMs, steps: 288, words: "By 5 minutes" },
  fortnight: { label: "14 days", of: "fortnight", stepMs: 60 * minuteMs, steps: 336, words: "By the hour" },
} as const;

/** How often an error was seen, over time. */
export function InsightCounts({ insight }: { readonly insight: Insight }) {
  const [chosen, setChosen] = useState<keyof typeof spans | null>(null);
  const nowMs = useNow(minuteMs);
  // What began just now would be one thin bar in a day.
  const span = chosen ?? (nowMs - insight.firstSeenMs < 120 * minuteMs ? "hours" : "day");
  const { of, stepMs, steps, words } = spans[span];
  const fromMs = (Math.floor(nowMs / stepMs) - steps + 1) * stepMs;
  return (
    <Card className="p-4" aria-labelledby="seen">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="seen" className="font-medium text-[13px]">
          Requests with this error
        </h2>
        <ul className="flex flex-wrap gap-x-3 text-muted text-xs">
          <li className="inline-flex items-center gap-1.5">
            <span className="h-2 w-3.5 rounded-sm bg-(--series-2)" aria-hidden /> reached callers
          </li>
          <li className="inline-flex items-center gap-1.5">
            <span className="h-2 w-3.5 rounded-sm bg-(--series-2)/45" aria-hidden /> rescued
          </li>
        </ul>
        <Segmented
          className="ml-auto"
          label="Span"
          value={span}
          options={Object.entries(spans).map(([value, { label }]) => ({ value: value as keyof typeof spans, label }))}
          onChange={setChosen}
        />
      </div>
      <CountBars
        counts={insight[of]}
        fromMs={fromMs}
        stepMs={stepMs}
        steps={steps}
        label={words}
        className="h-24 w-full"
      />
      <div className="mt-1 flex justify-between text-[11px] text-muted">
        <span>{nowMs > 0 && <Time atMs={fromMs} />}</span>
        <span>now</span>
      </div>
    </Card>
  );
}
