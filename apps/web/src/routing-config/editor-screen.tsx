"use client";

import { useQuery } from "@tanstack/react-query";
import { PageHeader } from "../shell/page-header.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useNow } from "../ui/use-now.ts";
import { Editor } from "./editor.tsx";

/** The routing document of an environment, to be changed and published. */
export function EditorScreen() {
  const { environmentId, environmentName } = useWorkspace();
  const trpc = useTRPC();
  const active = useQuery({ ...trpc.deployments.active.queryOptions({ environmentId }), refetchInterval: 10_000 });
  // What was written before stands in the browser, which a server cannot look into.
  const inBrowser = useNow(3_600_000) !== 0;
  if (active.data !== undefined && inBrowser)
    return <Editor key={environmentId} active={active.data?.version ?? null} />;
  return (
    <>
      <PageHeader title="Edit routing" about={`What ${environmentName} will serve`} />
      {active.error === null ? (
        <Skeleton className="h-96" />
      ) : (
        <ErrorState
          what="The active config"
          error={active.error}
          onRetry={() => void active.refetch()}
          busy={active.isFetching}
        />
      )}
    </>
  );
}
