"use client";

import { useQuery } from "@tanstack/react-query";
import { useLiveMoment } from "../live/live-provider.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";

type Arrived = {
  readonly id: string;
  readonly keyName: string | null;
  readonly outcome: string;
  readonly status: number;
  readonly errorCode: string | null;
  readonly upstream: string | null;
  readonly durationMs: number;
};

/** The live feed tells within a second; the log tells too, should the feed be away. */
const lookEveryMs = 4_000;

/** The newest request with a key, a completed one if there is any; null until there is one. */
export function useFirstRequest(keyName: string): Arrived | null {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { tail } = useLiveMoment();
  const withKey = (requests: readonly Arrived[]) => requests.filter((request) => request.keyName === keyName);
  const live = withKey(tail.requests);
  const log = useQuery({
    ...trpc.requests.list.queryOptions({ environmentId, limit: 5 }),
    refetchInterval: ({ state }) =>
      withKey([...live, ...(state.data?.requests ?? [])]).length > 0 ? false : lookEveryMs,
  });
  const all = [...live, ...withKey(log.data?.requests ?? [])];
  return all.find(({ outcome }) => outcome === "completed") ?? all[0] ?? null;
}
