"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import type { DeploymentMark } from "./deployment-mark.ts";
import type { Range } from "./range.ts";

const minute = 60_000;

/** Deployments of a range as marks. Asked for in whole minutes, so that the question stays the same for one. */
export function useDeploymentMarks(range: Range, nowMs: number): readonly DeploymentMark[] {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const toMs = (Math.floor(nowMs / minute) + 2) * minute;
  const { data } = useQuery({
    ...trpc.deployments.list.queryOptions({ environmentId, fromMs: toMs - range.ms - 3 * minute, toMs }),
    enabled: nowMs > 0,
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
