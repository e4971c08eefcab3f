"use client";

import { Card } from "../ui/card.tsx";
import { Time } from "../ui/time.tsx";
import { InsightStateBadge } from "./insight-state-badge.tsx";
import type { Insight } from "./insight.ts";

/** Every change of state, newest first. */
export function InsightHistory({
  history,
  firstSeenMs,
}: {
  readonly history: Insight["history"];
  readonly firstSeenMs: number;
}) {
  return (
    <Card className="p-4" aria-labelledby="history">
      <h2 id="history" className="mb-2 font-medium text-[13px]">
        History
      </h2>
      <ol className="space-y-2 text-[13px]">
        {history.map(({ to, note, byName, atMs }) => (
          <li key={`${atMs} ${to}`} className="grid grid-cols-[6.5rem_1fr] gap-2">
            <div>
              <InsightStateBadge state={to} />
            </div>
            <div className="min-w-0">
              <p className="text-muted text-xs">
                {byName} · <Time atMs={atMs} />
              </p>
              {note !== "" && <p className="break-words">{note}</p>}
            </div>
          </li>
        ))}
        <li className="grid grid-cols-[6.5rem_1fr] gap-2">
          <div>
            <InsightStateBadge state="new" />
          </div>
          <p className="text-muted text-xs">
            First seen · <Time atMs={firstSeenMs} />
          </p>
        </li>
      </ol>
    </Card>
  );
}
