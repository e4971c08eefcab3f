"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC, useTRPCClient } from "../trpc/use-trpc.ts";
import type { AuditFilter } from "./audit-filter.ts";

type Cursor = Outputs["audit"]["list"]["nextCursor"];

/** The audit log by pages, newest first. */
export function useAuditLog(filter: AuditFilter) {
  const { workspaceId } = useWorkspace();
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: [...trpc.audit.list.queryKey({ workspaceId, filter }), "pages"],
    queryFn: ({ pageParam }) =>
      client.audit.list.query({ workspaceId, filter, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as Cursor,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
