"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "../../shell/workspace-context.tsx";
import { useTRPC } from "../../trpc/use-trpc.ts";

/** Upstreams that an override drains now. */
export function useDraining(): ReadonlySet<string> {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.overrides.list.queryOptions({ environmentId }), refetchInterval: 15_000 });
  return useMemo(
    () =>
      new Set(
        (data ?? []).flatMap(({ state, override }) =>
          state === "active" && override.kind === "drain" ? [override.upstream] : [],
        ),
      ),
    [data],
  );
}

/** `max_in_flight` of the upstreams that have one, from the config that serves now. */
export function useInFlightLimits(): ReadonlyMap<string, number> {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { data: active } = useQuery(trpc.deployments.active.queryOptions({ environmentId }));
  const version = active?.version;
  const { data } = useQuery({
    queryKey: ["in-flight limits", version?.sha256],
    queryFn: async () => {
      // The language's parser is large, and nothing else here needs it.
      const { parseRoutingDocument } = await import("@meridian/routing-config");
      const { document } = parseRoutingDocument(version?.yaml ?? "");
      return Object.entries(document?.upstreams ?? {}).flatMap(([name, { limits }]) =>
        limits?.max_in_flight === undefined ? [] : [[name, limits.max_in_flight] as const],
      );
    },
    enabled: version !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => new Map(data ?? []), [data]);
}
