"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatDuration } from "../format/format-duration.ts";
import { formatRequestCost } from "../format/format-money.ts";
import { formatCount } from "../format/format-number.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { searchOf } from "./log-view.ts";
import { RunErrors } from "./run-errors.tsx";
import { RunTimeline } from "./run-timeline.tsx";
import type { RunKind } from "./run-kind.ts";
import { useWayBack } from "./use-way-back.ts";

/** The requests of one session or trace, together. */
export function RunScreen({ by, runKey }: { readonly by: RunKind; readonly runKey: string }) {
  const { environmentId, place } = useWorkspace();
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.requests.run.queryOptions({ environmentId, by, key: runKey }),
    refetchInterval: 15_000,
  });
  const { data } = query;
  const back = paths.runs(place, by);
  useWayBack(back);
  const filter = by === "session" ? { sessionHash: runKey } : { traceId: runKey };
  return (
    <>
      <PageHeader
        title={
          <span className="inline-flex items-center gap-2">
            <Button asChild variant="ghost" size="iconSm">
              <Link href={back} aria-label="Back to runs">
                <ArrowLeft />
              </Link>
            </Button>
            {by === "session" ? "Session" : "Trace"}
          </span>
        }
        about={
          <span className="inline-flex items-center gap-1">
            <code className="break-all font-mono text-xs">{runKey}</code>
            <CopyButton text={runKey} label={by === "session" ? "Copy session hash" : "Copy trace id"} />
          </span>
        }
      >
        <Button asChild>
          <Link href={`${paths.requests(place)}${searchOf({ filter, window: { kind: "any" }, at: null })}`}>
            Show in the log
          </Link>
        </Button>
      </PageHeader>
      {query.error !== null && (
        <ErrorState what="This run" error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      )}
      {data === undefined && query.error === null && (
        <div className="space-y-3">
          <Skeleton className="h-24" />
          <Skeleton className="h-48" />
        </div>
      )}
      {data && (
        <div className="space-y-3">
          <Card
            className="grid grid-cols-2 gap-x-6 gap-y-3 p-4 text-[13px] sm:grid-cols-3 lg:grid-cols-4"
            aria-label="Facts"
          >
            <Fact name="Requests">
              {formatCount(data.run.requests)}
              {data.run.more && "+"}
            </Fact>
            <Fact name="Span">{formatDuration(data.run.endedAtMs - data.run.firstStartedAtMs)}</Fact>
            <Fact name="Began">
              <Time atMs={data.run.firstStartedAtMs} as="log" />
            </Fact>
            <Fact name="Errors">
              <RunErrors run={data.run} />
            </Fact>
            <Fact name="Tokens in / out">
              {formatCount(data.run.inputTokens)} / {formatCount(data.run.outputTokens)}
            </Fact>
            <Fact name="Cost">{formatRequestCost(data.run.costNanoUsd)}</Fact>
            <Fact name="Models">{data.run.models.join(", ") || "–"}</Fact>
            <Fact name="Routes">{data.run.routes.join(", ") || "–"}</Fact>
          </Card>
          {data.omitted && (
            <Callout title="This run is longer than is shown">
              The timeline has its newest {formatCount(data.requests.length)} requests; figures are of its newest 1,000.
            </Callout>
          )}
          <RunTimeline requests={data.requests} />
        </div>
      )}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <p className="text-[11.5px] text-muted">{name}</p>
      <div className="break-words font-medium">{children}</div>
    </div>
  );
}
