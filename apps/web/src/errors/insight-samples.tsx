"use client";

import Link from "next/link";
import { formatCount } from "../format/format-number.ts";
import { searchOf } from "../requests/log-view.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Card } from "../ui/card.tsx";
import { Time } from "../ui/time.tsx";
import type { Insight } from "./insight.ts";

const shown = 10;

/** Requests that had the error, and whose they were. */
export function InsightSamples({ insight }: { readonly insight: Insight }) {
  const { place } = useWorkspace();
  return (
    <Card className="p-4" aria-labelledby="samples">
      <h2 id="samples" className="mb-2 font-medium text-[13px]">
        Newest requests with it
      </h2>
      {insight.samples.length === 0 ? (
        <p className="text-[13px] text-muted">None is kept any more.</p>
      ) : (
        <ol className="text-[13px] [&>li]:min-h-6">
          {insight.samples.slice(0, shown).map(({ requestId, startedAtMs }) => (
            <li key={requestId}>
              <Link
                href={paths.request(place, requestId)}
                prefetch={false}
                className="inline-flex min-h-6 flex-wrap items-center gap-x-2 rounded text-accent-text hover:underline"
              >
                <Time atMs={startedAtMs} as="log" />
                <code className="font-mono text-xs">{requestId.slice(-12)}</code>
              </Link>
            </li>
          ))}
        </ol>
      )}
      <h3 className="mt-4 mb-2 font-medium text-[13px]">Affected keys</h3>
      {insight.keys.length === 0 ? (
        <p className="text-[13px] text-muted">None is known for these hours.</p>
      ) : (
        <ul className="space-y-1 text-[13px]">
          {insight.keys.map(({ keyId, name, requests }) => (
            <li key={keyId} className="flex justify-between gap-3">
              <Link
                href={`${paths.requests(place)}${searchOf({ filter: { keyId }, window: { kind: "any" }, at: null })}`}
                className="min-h-6 min-w-0 truncate rounded text-accent-text hover:underline"
              >
                {name}
              </Link>
              <span className="text-muted">{formatCount(requests)} requests</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
