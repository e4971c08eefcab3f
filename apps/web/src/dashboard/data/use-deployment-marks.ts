"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "../../shell/workspace-context.tsx";
import { useTRPC } from "../../trpc/use-trpc.ts";
import type { DeploymentMark } from "../chart/deployment-mark.ts";

const minute = 60_000;

/** Deployments of a stretch of time as marks. Asked for in whole minutes, so that the question stays the same for one. */
export function useDeploymentMarks(fromMs: number, toMs: number): readonly DeploymentMark[] {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.deployments.list.queryOptions({
      environmentId,
      fromMs: Math.max(0, Math.floor(fromMs / minute) - 1) * minute,
      toMs: (Math.floor(toMs / minute) + 2) * minute,
    }),
    enabled: toMs > 0,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  return useMemo(
    () =>
      (data ?? []).map((mark) => ({
        id: mark.id,
        atMs: mark.createdAtMs,
        label: `v${mark.configVersion}`,
        words: `v${mark.configVersion} ${mark.kind === "rollback" ? "rolled back to" : "published"} by ${mark.createdByName}: ${mark.reason}`,
      })),
    [data],
  );
}
