"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Eye, FileDiff, FilePlus2, Undo2 } from "lucide-react";
import Link from "next/link";
import { paths } from "../shell/paths.ts";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC, useTRPCClient } from "../trpc/use-trpc.ts";
import { Age } from "../ui/time.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ChangeSummary } from "./change-summary.tsx";
import { VersionState } from "./version-state.tsx";

type Version = Outputs["routingConfig"]["versions"]["versions"][number];

/** All versions of the workspace, newest first. */
export function VersionList({ onRollBack }: { readonly onRollBack: (version: number) => void }) {
  const { workspaceId, environmentId, place } = useWorkspace();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const versions = useInfiniteQuery({
    queryKey: [...trpc.routingConfig.versions.queryKey({ workspaceId, environmentId }), "pages"],
    queryFn: ({ pageParam }) =>
      client.routingConfig.versions.query({
        workspaceId,
        environmentId,
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextBefore }) => nextBefore,
    refetchInterval: 10_000,
  });
  const all = versions.data?.pages.flatMap((page) => page.versions);
  const active = all?.find((version) => version.active) ?? null;
  return (
    <Card aria-labelledby="versions">
      <h2 id="versions" className="border-border border-b px-4 py-2.5 font-medium text-[13px]">
        Versions
      </h2>
      {versions.error !== null && (
        <div className="p-4">
          <ErrorState
            what="Versions"
            error={versions.error}
            onRetry={() => void versions.refetch()}
            busy={versions.isFetching}
          />
        </div>
      )}
      {all === undefined && versions.error === null && (
        <div className="space-y-3 p-4">
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
        </div>
      )}
      {all?.length === 0 && (
        <EmptyState
          icon={FilePlus2}
          title="Nothing has been published yet"
          action={
            <Button asChild variant="primary">
              <Link href={paths.editor(place)}>Write the first config</Link>
            </Button>
          }
        >
          Gateways answer 503 until a routing config says where requests go.
        </EmptyState>
      )}
      <ol>
        {all?.map((version) => (
          <VersionRow
            key={version.number}
            version={version}
            activeNumber={active?.number ?? null}
            onRollBack={onRollBack}
          />
        ))}
      </ol>
      {versions.hasNextPage && (
        <div className="border-border border-t p-3 text-center">
          <Button busy={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
            Load older
          </Button>
        </div>
      )}
    </Card>
  );
}

function VersionRow({
  version,
  activeNumber,
  onRollBack,
}: {
  readonly version: Version;
  readonly activeNumber: number | null;
  readonly onRollBack: (version: number) => void;
}) {
  const { place } = useWorkspace();
  const mayRollBack = useCan("routing-config:roll-back");
  const { number, message, authorName, createdAtMs, summary, active, served, parent } = version;
  const other = active ? parent : activeNumber;
  return (
    <li
      data-version={number}
      className="grid grid-cols-[3rem_1fr] gap-x-2 gap-y-2 border-border border-b px-4 py-3 last:border-b-0 lg:grid-cols-[3rem_1fr_auto]"
    >
      <Link
        href={paths.version(place, number)}
        className="h-fit w-fit rounded font-mono font-semibold text-accent-text text-sm hover:underline"
      >
        v{number}
      </Link>
      <div className="min-w-0 space-y-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <p className="min-w-0 break-words font-medium">{message}</p>
          <VersionState active={active} served={served} />
        </div>
        <p className="text-muted text-xs">
          {authorName} · <Age atMs={createdAtMs} />
        </p>
        {summary.length > 0 && <ChangeSummary changes={summary} most={3} />}
      </div>
      <div className="col-start-2 flex flex-wrap items-start gap-1.5 lg:col-start-3">
        <Button asChild size="sm">
          <Link href={paths.version(place, number)} aria-label={`View v${number}`}>
            <Eye /> View
          </Link>
        </Button>
        {other !== null && (
          <Button asChild size="sm">
            <Link href={paths.compare(place, number, other)} aria-label={`Compare v${number} with v${other}`}>
              <FileDiff /> Compare
            </Link>
          </Button>
        )}
        {!active && served && mayRollBack && (
          <Button size="sm" onClick={() => onRollBack(number)} aria-label={`Roll back to v${number}`}>
            <Undo2 /> Roll back
          </Button>
        )}
      </div>
    </li>
  );
}
