"use client";

import Link from "next/link";
import { useRef } from "react";
import { formatDuration } from "../format/format-duration.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { Card } from "../ui/card.tsx";
import { Time } from "../ui/time.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { timelineBars } from "./timeline-bars.ts";
import { useRowKeys } from "./use-row-keys.ts";

type Story = Outputs["requests"]["run"];

/** Requests of a run as bars on one line of time, oldest first. */
export function RunTimeline({ requests }: { readonly requests: Story["requests"] }) {
  const { place } = useWorkspace();
  const rows = useRef<HTMLOListElement>(null);
  useRowKeys(rows);
  const { bars, startMs, spanMs } = timelineBars(requests);
  return (
    <Card className="p-4" aria-labelledby="timeline">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 id="timeline" className="font-medium text-[13px]">
          Timeline
        </h2>
        <ul className="flex flex-wrap gap-x-3 text-muted text-xs">
          <li className="inline-flex items-center gap-1.5">
            <span className="h-2 w-3.5 rounded-sm bg-(--series-1)/45" aria-hidden /> until the first token
          </li>
          <li className="inline-flex items-center gap-1.5">
            <span className="h-2 w-3.5 rounded-sm bg-(--series-1)" aria-hidden /> reply
          </li>
        </ul>
      </div>
      <ol ref={rows} className="space-y-1">
        {requests.map((request, at) => {
          const bar = bars[at];
          return (
            <li
              key={request.id}
              className="relative grid items-center gap-x-4 gap-y-0.5 rounded px-1 py-1 hover:bg-sunken has-[a:focus-visible]:bg-sunken md:grid-cols-[19rem_1fr_5rem]"
            >
              <p className="flex min-w-0 items-center gap-2 text-[13px]">
                <Link
                  href={paths.request(place, request.id)}
                  prefetch={false}
                  data-row-link
                  className="min-w-0 flex-1 truncate rounded after:absolute after:inset-0"
                >
                  <span className="font-medium">{request.requestedModel ?? request.endpoint}</span>
                  <span className="text-muted"> · {request.upstream ?? "no upstream"}</span>
                  <span className="sr-only">
                    , <Time atMs={request.startedAtMs} as="log" />
                  </span>
                </Link>
                <OutcomeBadge outcome={request.outcome} status={request.status} />
              </p>
              <div className="relative h-4 overflow-hidden rounded bg-sunken" aria-hidden>
                {bar && (
                  <>
                    <span
                      className="absolute inset-y-0.5 min-w-0.5 rounded-sm bg-(--series-1)"
                      style={{ left: `${bar.from * 100}%`, width: `${bar.width * 100}%` }}
                    />
                    {bar.waiting > 0 && (
                      <span
                        className="absolute inset-y-0.5 rounded-sm bg-surface/55"
                        style={{ left: `${bar.from * 100}%`, width: `${bar.waiting * 100}%` }}
                      />
                    )}
                  </>
                )}
              </div>
              <p className="text-right text-muted text-xs">{formatDuration(request.durationMs)}</p>
            </li>
          );
        })}
      </ol>
      <div className="mt-2 flex justify-between border-border border-t pt-1 text-[11px] text-muted md:mr-24 md:ml-80">
        <span>
          <Time atMs={startMs} as="log" />
        </span>
        <span>+ {formatDuration(spanMs)}</span>
      </div>
    </Card>
  );
}
