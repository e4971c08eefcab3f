"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { DeploymentProgress } from "../routing-config/deployment-progress.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { paths } from "../shell/paths.ts";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ConnectUpstream } from "./connect-upstream.tsx";

/** One more upstream, without writing YAML by hand. */
export function AddUpstreamScreen() {
  const { environmentId, environmentName, place } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const may = useCan("upstreams:test");
  const active = useQuery(trpc.deployments.active.queryOptions({ environmentId }));
  // What a person builds upon must not change below them: a conflict is told at the end.
  const [base, setBase] = useState<typeof active.data>();
  if (base === undefined && active.data !== undefined) setBase(active.data);
  const [published, setPublished] = useState<number | null>(null);
  return (
    <>
      <PageHeader title="Add an upstream" about={`One more place that serves requests of ${environmentName}`}>
        <Button asChild>
          <Link href={paths.routing(place)}>Cancel</Link>
        </Button>
      </PageHeader>
      <PermissionNotice scope="upstreams:test">
        Adding an upstream takes an engineer or an admin: it stores a key and publishes a config.
      </PermissionNotice>
      {active.error !== null && (
        <ErrorState
          what="The active config"
          error={active.error}
          onRetry={() => void active.refetch()}
          busy={active.isFetching}
        />
      )}
      {may && base === undefined && active.error === null && <Skeleton className="h-96" />}
      {may && base !== undefined && (
        <Card className="p-4 sm:p-5">
          <ConnectUpstream
            active={base?.version ?? null}
            onPublished={({ configVersion }) => setPublished(configVersion)}
          />
        </Card>
      )}
      {published !== null && (
        <DeploymentProgress
          title={`Published v${published} to ${environmentName}`}
          configVersion={published}
          onClose={() => router.push(paths.routing(place))}
        />
      )}
    </>
  );
}
