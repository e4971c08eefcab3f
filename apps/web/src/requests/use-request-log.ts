"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useLiveMoment } from "../live/live-provider.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { joinLines, type RequestFilter, type RequestLine } from "./request-line.ts";

const pageSize = 50;
const mostLive = 100;
/** The tail holds minutes of traffic; history fills in what it left out. */
const refreshMs = 20_000;

/** The log: history with the live tail on top, until it is paused to read older pages. */
export function useRequestLog(filter: RequestFilter) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { tail } = useLiveMoment();
  const [heldTail, setHeldTail] = useState<readonly RequestLine[] | null>(null);
  const paused = heldTail !== null;
  const { outcome, route, upstream } = filter;
  const history = useInfiniteQuery({
    ...trpc.requests.list.infiniteQueryOptions(
      {
        environmentId,
        limit: pageSize,
        filter: { ...(outcome && { outcome }), ...(route && { route }), ...(upstream && { upstream }) },
      },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined },
    ),
    refetchInterval: paused ? false : refreshMs,
    refetchOnWindowFocus: !paused,
  });
  const lines = useMemo(() => {
    if (!history.data) return null;
    const older = history.data.pages.flatMap(({ requests }) => requests);
    const all = joinLines(heldTail ?? tail.requests, older, { outcome, route, upstream });
    return heldTail === null ? all.slice(0, mostLive) : all;
  }, [history.data, heldTail, tail, outcome, route, upstream]);
  return {
    lines,
    paused,
    omitted: tail.omitted,
    error: history.error,
    isFetching: history.isFetching,
    isLoadingOlder: history.isFetchingNextPage,
    hasOlder: history.hasNextPage,
    retry: () => void history.refetch(),
    pause: () => setHeldTail(tail.requests),
    resume: () => {
      setHeldTail(null);
      void history.refetch();
    },
    loadOlder: () => {
      // New lines on top would push away what is being read.
      if (!paused) setHeldTail(tail.requests);
      void history.fetchNextPage();
    },
  };
}
