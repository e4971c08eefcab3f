"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useLiveMoment } from "../live/live-provider.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import type { LogView } from "./log-view.ts";
import { joinLines, type RequestLine, tailCanJudge } from "./request-line.ts";
import { useMoments } from "./use-moments.ts";

const pageSize = 50;
const mostPages = 20;
/** What is shown of the live tail while nobody has asked for older lines. */
const mostLive = 100;
/** The tail holds minutes of traffic; history fills in what it left out. */
const refreshMs = 20_000;
/** Where the tail cannot tell what fits, history is asked this often. */
const askMs = 4_000;

const open: { readonly fromMs?: number; readonly toMs?: number } = {};

/** The log: history by pages in both directions, with the live tail on top where the page of the newest lines is. */
export function useRequestLog({ filter, window, at }: LogView) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { tail } = useLiveMoment();
  const [heldTail, setHeldTail] = useState<readonly RequestLine[] | null>(null);
  const paused = heldTail !== null;
  const known = useMoments(window);
  const moments = known ?? open;
  const judges = tailCanJudge(filter);
  const history = useInfiniteQuery({
    ...trpc.requests.list.infiniteQueryOptions(
      { environmentId, limit: pageSize, filter, ...moments },
      {
        initialCursor: at,
        getNextPageParam: ({ olderCursor }) => olderCursor,
        getPreviousPageParam: ({ newerCursor }) => newerCursor,
        maxPages: mostPages,
      },
    ),
    enabled: known !== null,
    refetchInterval: ({ state }) => {
      if (paused || at !== null || (state.data?.pages.length ?? 1) > 1) return false;
      return judges ? refreshMs : askMs;
    },
    refetchOnWindowFocus: !paused && at === null,
  });
  const pages = history.data?.pages;
  const atNewest = !history.hasPreviousPage;
  const follows = atNewest && moments.toMs === undefined;
  const lines = useMemo(() => {
    if (!pages) return null;
    const told = pages.flatMap(({ requests }) => requests);
    if (!follows || !judges) return told;
    const fresh = (heldTail ?? tail.requests).filter(({ startedAtMs }) => startedAtMs >= (moments.fromMs ?? 0));
    const all = joinLines(fresh, told, filter);
    return heldTail === null && pages.length === 1 ? all.slice(0, mostLive) : all;
  }, [pages, heldTail, tail, follows, judges, filter, moments]);
  return {
    lines,
    moments,
    paused,
    /** New lines come in by themselves. */
    follows,
    omitted: tail.omitted,
    /** How far was looked for what fits, when there may be more beyond. */
    lookedUntilMs: pages?.at(-1)?.lookedUntilMs ?? null,
    error: history.error,
    /** What is shown was loaded before something failed. */
    stale: history.isError && pages !== undefined,
    isFetching: history.isFetching,
    isLoadingOlder: history.isFetchingNextPage,
    isLoadingNewer: history.isFetchingPreviousPage,
    hasOlder: history.hasNextPage,
    hasNewer: history.hasPreviousPage,
    retry: () => void history.refetch(),
    pause: () => setHeldTail(tail.requests),
    resume: () => {
      setHeldTail(null);
      void history.refetch();
    },
    loadOlder: () => void history.fetchNextPage(),
    loadNewer: () => void history.fetchPreviousPage(),
  };
}
