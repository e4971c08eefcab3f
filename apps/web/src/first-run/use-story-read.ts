"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC, useTRPCClient } from "../trpc/use-trpc.ts";

/** Notes that this person has opened a request: a step of the checklist. Should it fail, nobody has to know. */
export function useStoryRead(): void {
  const { workspaceId, environmentId } = useWorkspace();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  useEffect(() => {
    const key = trpc.gettingStarted.get.queryKey({ environmentId });
    if (queryClient.getQueryData(key)?.readStory === true) return;
    client.gettingStarted.note.mutate({ workspaceId, step: "story_read" }).then(
      () => queryClient.invalidateQueries({ queryKey: trpc.gettingStarted.pathKey() }),
      () => {},
    );
  }, [client, environmentId, queryClient, trpc, workspaceId]);
}
