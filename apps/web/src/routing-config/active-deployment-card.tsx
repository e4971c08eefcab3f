"use client";

import { useQuery } from "@tanstack/react-query";
import { Rocket, Undo2 } from "lucide-react";
import Link from "next/link";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Card } from "../ui/card.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Age } from "../ui/time.tsx";
import { GatewayProgress } from "./gateway-progress.tsx";
import { useApplicationStatus } from "./use-application-status.ts";

/** What serves now, since when, by whom, and whether every gateway has it. */
export function ActiveDeploymentCard() {
  const { environmentId, environmentName, place } = useWorkspace();
  const trpc = useTRPC();
  const active = useQuery(trpc.deployments.active.queryOptions({ environmentId }));
  const status = useApplicationStatus();
  const error = active.error ?? status.error;
  if (error !== null) {
    return (
      <ErrorState
        what="The active deployment"
        error={error}
        onRetry={() => void Promise.all([active.refetch(), status.refetch()])}
        busy={active.isFetching}
      />
    );
  }
  if (active.data === undefined || status.data === undefined) return <Skeleton className="h-28" />;
  if (active.data === null) return null;
  const { deployment, version } = active.data;
  const rollback = deployment.kind === "rollback";
  const Icon = rollback ? Undo2 : Rocket;
  return (
    <Card className="grid gap-4 p-4 lg:grid-cols-2" aria-label="Active deployment">
      <div className="flex min-w-0 gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent text-accent-text">
          <Icon className="size-4.5" aria-hidden />
        </span>
        <div className="min-w-0">
          <p>
            {environmentName} serves{" "}
            <Link
              href={paths.version(place, version.number)}
              className="rounded font-mono font-semibold text-accent-text hover:underline"
            >
              v{version.number}
            </Link>
          </p>
          <p className="break-words text-[13px] text-muted">
            {rollback ? "Rolled back by" : "Published by"} {deployment.createdByName}{" "}
            <Age atMs={deployment.createdAtMs} />: {deployment.reason}
          </p>
        </div>
      </div>
      <GatewayProgress status={status.data} />
    </Card>
  );
}
