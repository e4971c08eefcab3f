"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { paths } from "../shell/paths.ts";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { modelsOf } from "../keys/models-of.ts";
import { ConnectUpstream } from "../upstreams/connect-upstream.tsx";
import { type CreatedKey, FirstKey } from "./first-key.tsx";
import { FirstRequest } from "./first-request.tsx";
import { StartStep } from "./start-step.tsx";

/** From an empty environment to its first request: an upstream, a key, a call. */
export function StartScreen() {
  const { environmentId, environmentName, place } = useWorkspace();
  const may = useCan("upstreams:test");
  const trpc = useTRPC();
  const active = useQuery(trpc.deployments.active.queryOptions({ environmentId }));
  const [created, setCreated] = useState<CreatedKey | null>(null);
  const connected = active.data !== undefined && active.data !== null;
  return (
    <>
      <PageHeader title="Get started" about={`Your first request through ${environmentName}`}>
        <Button asChild>
          <Link href={paths.overview(place)}>{connected ? "Overview" : "Skip for now"}</Link>
        </Button>
      </PageHeader>
      <div className="max-w-4xl space-y-3">
        <PermissionNotice scope="upstreams:test">
          Connecting an upstream and creating a key takes an engineer or an admin.
        </PermissionNotice>
        {active.error !== null && (
          <ErrorState
            what="The active config"
            error={active.error}
            onRetry={() => void active.refetch()}
            busy={active.isFetching}
          />
        )}
        {active.data === undefined && active.error === null && <Skeleton className="h-96" />}
        {active.data !== undefined && (
          <>
            <StartStep
              number={1}
              title="Connect an upstream"
              state={connected ? "done" : "now"}
              summary={connected ? served(active.data?.version.number ?? 0, active.data?.version.yaml ?? "") : null}
            >
              {may && <ConnectUpstream active={null} onPublished={() => void active.refetch()} />}
            </StartStep>
            <StartStep
              number={2}
              title="Create a key for an application"
              state={created !== null ? "done" : connected ? "now" : "later"}
              summary={created !== null ? "It is in the example below. Copy it now: it is shown this once." : null}
            >
              {may && <FirstKey onCreated={setCreated} />}
            </StartStep>
            <StartStep
              number={3}
              title="Send a request"
              state={connected && created !== null ? "now" : "later"}
              summary={null}
            >
              {created !== null && <FirstRequest created={created} />}
            </StartStep>
          </>
        )}
      </div>
    </>
  );
}

function served(version: number, yaml: string): string {
  const models = modelsOf(yaml);
  const shown = models.slice(0, 3).join(", ");
  const more = models.length > 3 ? ` and ${models.length - 3} more` : "";
  return `v${version} is published${models.length === 0 ? "." : `: applications may ask for ${shown}${more}.`}`;
}
