"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount } from "../format/format-number.ts";
import { searchOf } from "../requests/log-view.ts";
import { useWayBack } from "../requests/use-way-back.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Age, Time } from "../ui/time.tsx";
import type { Insight } from "./insight.ts";
import { InsightActions } from "./insight-actions.tsx";
import { InsightCounts } from "./insight-counts.tsx";
import { InsightHistory } from "./insight-history.tsx";
import { InsightSamples } from "./insight-samples.tsx";
import { InsightStateBadge } from "./insight-state-badge.tsx";
import { insightTitle, stateWords } from "./insight-words.ts";
import { OverRepresentedCard } from "./over-represented-card.tsx";
import { SuspectNotice } from "./suspect-notice.tsx";

const refreshMs = 10_000;

/** All about one error: how often, since when, what is special about it, and what to do with it. */
export function InsightScreen({ id }: { readonly id: string }) {
  const { environmentId, place } = useWorkspace();
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.errorInsights.get.queryOptions({ environmentId, id }),
    refetchInterval: refreshMs,
  });
  const { data } = query;
  const back = paths.errors(place);
  useWayBack(back);
  return (
    <>
      <PageHeader
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            <Button asChild variant="ghost" size="iconSm">
              <Link href={back} aria-label="Back to all error insights">
                <ArrowLeft />
              </Link>
            </Button>
            {data ? insightTitle(data) : "Error insight"}
            {data && <InsightStateBadge state={data.state} />}
          </span>
        }
        about={data && <Where insight={data} />}
      >
        {data && <InsightActions insight={data} />}
      </PageHeader>
      {query.error !== null && data === undefined && (
        <ErrorState
          what="This error insight"
          error={query.error}
          onRetry={() => void query.refetch()}
          busy={query.isFetching}
        />
      )}
      {data === undefined && query.error === null && (
        <div className="space-y-3">
          <Skeleton className="h-24" />
          <Skeleton className="h-48" />
        </div>
      )}
      {data && (
        <div className="space-y-3">
          {query.error !== null && (
            <Callout tone="warn" role="status" title="This may be out of date">
              The newest could not be loaded; it is tried again every 10 seconds.
            </Callout>
          )}
          {data.message !== "" && <Callout tone="bad">{data.message}</Callout>}
          {data.suspect && <SuspectNotice suspect={data.suspect} onsetMs={data.onsetMs} />}
          <Card className="grid grid-cols-2 gap-x-6 gap-y-3 p-4 text-[13px] sm:grid-cols-3" aria-label="Facts">
            <Fact name="State">
              {stateWords[data.state].label}, <Age atMs={data.stateSinceMs} />
            </Fact>
            <Fact name="Requests">{formatCount(data.requests)}</Fact>
            <Fact name="Reached callers">
              {formatCount(data.reachedCaller)} · {formatCount(data.requests - data.reachedCaller)} rescued
            </Fact>
            <Fact name="First seen">
              <Time atMs={data.firstSeenMs} as="log" />
            </Fact>
            <Fact name="Last seen">
              <Time atMs={data.lastSeenMs} as="log" />
            </Fact>
            <Fact name="Fingerprint">
              <code className="font-mono text-xs" title="Names the version of the rules that grouped these errors">
                {data.fingerprint}
              </code>
            </Fact>
          </Card>
          <InsightCounts insight={data} />
          <OverRepresentedCard insight={data} />
          <div className="grid gap-3 lg:grid-cols-2">
            <InsightSamples insight={data} />
            <InsightHistory history={data.history} firstSeenMs={data.firstSeenMs} />
          </div>
        </div>
      )}
    </>
  );
}

function Where({ insight }: { readonly insight: Insight }) {
  const { place } = useWorkspace();
  if (insight.upstream === "") return "No upstream was called";
  const search = searchOf({ filter: { upstream: insight.upstream }, window: { kind: "any" }, at: null });
  return (
    <>
      at{" "}
      <Link
        href={`${paths.requests(place)}${search}`}
        className="rounded text-accent-text underline underline-offset-2"
      >
        {insight.upstream}
      </Link>
      {insight.provider !== "" && ` · ${insight.provider}`}
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
