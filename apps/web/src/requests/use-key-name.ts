"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";

/** What a gateway key is called; undefined until it is known, or when the environment has no such key. */
export function useKeyName(keyId: string | undefined): string | undefined {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const keys = useQuery({ ...trpc.keys.list.queryOptions({ environmentId }), enabled: keyId !== undefined });
  return keys.data?.find(({ id }) => id === keyId)?.name;
}
