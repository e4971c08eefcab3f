"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { useStoryRead } from "../first-run/use-story-read.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { failureOf } from "../trpc/failure.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AttemptWaterfall } from "./attempt-waterfall.tsx";
import { CohortCard } from "./cohort-card.tsx";
import { searchOf, viewFrom } from "./log-view.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { PlanCard } from "./plan-card.tsx";
import { giveUpWords } from "@meridian/routing";
import { RequestFacts } from "./request-facts.tsx";
import { RequestSteps } from "./request-steps.tsx";

/** Gateways write records in batches: a request of the live tail may take a moment to be found. */
const tries = 4;
const tryEveryMs = 700;

/** The story of one request. */
export function RequestScreen({ id }: { readonly id: string }) {
  const { environmentId, place } = useWorkspace();
  const trpc = useTRPC();
  const query = useSearchParams();
  const view = useMemo(() => viewFrom(query), [query]);
  const search = searchOf(view);
  const request = useQuery({
    ...trpc.requests.get.queryOptions({ environmentId, id }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) =>
      failures < tries && ["NOT_FOUND", "UNREACHABLE", "INTERNAL_SERVER_ERROR"].includes(failureOf(error).code),
    retryDelay: tryEveryMs,
  });
  const { data } = request;
  useStoryRead();
  return (
    <>
      <PageHeader
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            <Button asChild variant="ghost" size="iconSm">
              <Link href={`${paths.requests(place)}${search}`} aria-label="Back to all requests">
                <ArrowLeft />
              </Link>
            </Button>
            Request
            {data && <OutcomeBadge outcome={data.outcome} status={data.status} />}
          </span>
        }
        about={
          <span className="inline-flex items-center gap-1">
            <code className="break-all font-mono text-xs">{id}</code>
            <CopyButton text={id} label="Copy request id" />
          </span>
        }
      >
        {data && (
          <>
            <CopyButton text={JSON.stringify(data, null, 2)} label="Copy as JSON" words="Copy as JSON" />
            <RequestSteps at={{ startedAtMs: data.startedAtMs, id: data.id }} view={view} search={search} />
          </>
        )}
      </PageHeader>
      {request.error !== null && (
        <ErrorState
          what="This request"
          error={request.error}
          onRetry={() => void request.refetch()}
          busy={request.isFetching}
        />
      )}
      {data === undefined && request.error === null && (
        <div className="space-y-3">
          <Skeleton className="h-36" />
          <Skeleton className="h-36" />
        </div>
      )}
      {data && (
        <div className="space-y-3">
          {data.details && data.details.errorMessage !== null && (
            <Callout tone={data.outcome === "rejected" ? "warn" : "bad"} title={data.errorCode ?? "Error"}>
              {data.details.errorMessage}
              {data.details.gaveUp !== null && (
                <span className="block text-muted">{giveUpWords[data.details.gaveUp]}</span>
              )}
            </Callout>
          )}
          <RequestFacts request={data} />
          {data.outcome === "completed" && data.route !== null && <CohortCard id={id} />}
          {data.details === null ? (
            <Callout title="Plan and attempts are no longer kept">
              They have a shorter retention than the request itself.
            </Callout>
          ) : (
            <>
              <AttemptWaterfall attempts={data.details.attempts} durationMs={data.durationMs} />
              <PlanCard plan={data.details.plan} attempts={data.details.attempts} />
            </>
          )}
        </div>
      )}
    </>
  );
}
