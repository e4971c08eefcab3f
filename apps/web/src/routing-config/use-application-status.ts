"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { isSettled } from "./is-settled.ts";

/** How far the active deployment has come: asked twice a second while gateways are missing, else every 5 s. */
export function useApplicationStatus() {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  return useQuery({
    ...trpc.deployments.status.queryOptions({ environmentId }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isSettled(state.data) ? 5_000 : 500),
  });
}
