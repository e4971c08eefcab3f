"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Waypoints } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { formatDuration } from "../format/format-duration.ts";
import { formatRequestCost } from "../format/format-money.ts";
import { formatCount } from "../format/format-number.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { LogEnd } from "./log-end.tsx";
import { RequestsTabs } from "./requests-tabs.tsx";
import type { RunKind } from "./run-kind.ts";
import { RunErrors } from "./run-errors.tsx";
import { SearchBox } from "./search-box.tsx";
import { useRowKeys } from "./use-row-keys.ts";

type Run = Outputs["requests"]["runs"]["runs"][number];

const words = {
  session: {
    title: "Requests by session",
    about: "What callers sent under one x-meridian-session, busy last on top",
    empty: "No request names a session",
    how: "Callers name one with the header x-meridian-session. Meridian keeps a hash of it, not the text.",
  },
  trace: {
    title: "Requests by trace",
    about: "What belongs to one trace by its traceparent, busy last on top",
    empty: "No request belongs to a trace",
    how: "Callers send the header traceparent, as OpenTelemetry does by itself.",
  },
} as const satisfies Record<RunKind, unknown>;

const refreshMs = 15_000;

/** Requests grouped as runs. */
export function RunsScreen({ by }: { readonly by: RunKind }) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const runs = useInfiniteQuery({
    ...trpc.requests.runs.infiniteQueryOptions(
      { environmentId, by, limit: 50 },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : refreshMs),
  });
  const shown = runs.data?.pages.flatMap((page) => page.runs);
  const { title, about, empty, how } = words[by];
  const last = runs.data?.pages.at(-1);
  return (
    <>
      <PageHeader title={title} {...(by === "session" && { help: "session" as const })} about={about}>
        <SearchBox />
      </PageHeader>
      <RequestsTabs now={by} />
      <div className="space-y-3">
        {runs.error !== null && (
          <ErrorState what="Runs" error={runs.error} onRetry={() => void runs.refetch()} busy={runs.isFetching} />
        )}
        {!shown && runs.error === null && (
          <Card className="space-y-2 p-4">
            {["a", "b", "c", "d"].map((key) => (
              <Skeleton key={key} className="h-6" />
            ))}
          </Card>
        )}
        {shown && (
          <Card>
            {shown.length === 0 ? (
              <EmptyState icon={Waypoints} title={empty}>
                {how}
              </EmptyState>
            ) : (
              <RunTable by={by} runs={shown} />
            )}
            <LogEnd
              hasOlder={runs.hasNextPage}
              busy={runs.isFetchingNextPage}
              lookedUntilMs={last && last.runs.length < 50 ? (last.nextCursor?.startedAtMs ?? null) : null}
              empty={shown.length === 0}
              onOlder={() => void runs.fetchNextPage()}
            />
          </Card>
        )}
      </div>
    </>
  );
}

function RunTable({ by, runs }: { readonly by: RunKind; readonly runs: readonly Run[] }) {
  const { place } = useWorkspace();
  const rows = useRef<HTMLTableSectionElement>(null);
  useRowKeys(rows);
  return (
    <Table label="Runs">
      <thead>
        <tr>
          <Th>Last request</Th>
          <Th>{by === "session" ? "Session" : "Trace"}</Th>
          <Th numeric>Requests</Th>
          <Th>Errors</Th>
          <Th numeric>Span</Th>
          <Th>Models</Th>
          <Th numeric>Tokens in / out</Th>
          <Th numeric>Cost</Th>
        </tr>
      </thead>
      <tbody ref={rows}>
        {runs.map((run) => (
          <Tr key={run.key} className="relative hover:bg-sunken has-[a:focus-visible]:bg-sunken">
            <Td className="whitespace-nowrap">
              <Link
                href={paths.run(place, by, run.key)}
                prefetch={false}
                data-row-link
                className="rounded after:absolute after:inset-0"
              >
                <Time atMs={run.lastStartedAtMs} as="log" />
                <span className="sr-only">, run {run.key}</span>
              </Link>
            </Td>
            <Td className="font-mono text-xs">{run.key.slice(0, 12)}…</Td>
            <Td numeric>
              {formatCount(run.requests)}
              {run.more && "+"}
            </Td>
            <Td>
              <RunErrors run={run} />
            </Td>
            <Td numeric>{formatDuration(run.endedAtMs - run.firstStartedAtMs)}</Td>
            <Td className="max-w-56 truncate">{run.models.join(", ") || "–"}</Td>
            <Td numeric className="text-muted">
              {formatCount(run.inputTokens)} / {formatCount(run.outputTokens)}
            </Td>
            <Td numeric>{formatRequestCost(run.costNanoUsd)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
