"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useTRPC, useTRPCClient } from "../trpc/use-trpc.ts";
import { openBrowserSocket } from "./browser-socket.ts";
import { type FeedState, LiveFeed } from "./live-feed.ts";
import { type LiveMoment, LiveStore } from "./live-store.ts";

type Live = {
  readonly store: LiveStore;
  readonly feed: FeedState;
  /** Rises when ticks may have been missed: history should be read again. */
  readonly gaps: number;
};

const Context = createContext<Live | null>(null);

const starting: FeedState = { kind: "connecting", live: 0, of: 0 };

/** Keeps the live feed of an environment open while any of its screens is. Key it by the environment. */
export function LiveProvider({
  environmentId,
  children,
}: {
  readonly environmentId: string;
  readonly children: ReactNode;
}) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [store] = useState(() => new LiveStore());
  const [feed, setFeed] = useState(starting);
  const [gaps, setGaps] = useState(0);

  useEffect(() => {
    let deploymentId: string | null = null;
    const live = new LiveFeed(
      {
        askForTicket: () => client.live.ticket.mutate({ environmentId }),
        openSocket: openBrowserSocket,
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
        random: Math.random,
      },
      {
        onTick: (tick) => {
          store.addTick(tick, Date.now());
          const seen = tick.deployment?.deploymentId ?? null;
          // Someone published or rolled back: whoever shows deployments should ask again.
          if (seen !== deploymentId && deploymentId !== null) {
            void queryClient.invalidateQueries({ queryKey: trpc.deployments.pathKey() });
            void queryClient.invalidateQueries({ queryKey: trpc.routingConfig.pathKey() });
          }
          deploymentId = seen;
        },
        onState: setFeed,
        onGap: () => setGaps((count) => count + 1),
      },
    );
    live.start();
    return () => live.stop();
  }, [client, environmentId, queryClient, store, trpc]);

  const value = useMemo(() => ({ store, feed, gaps }), [store, feed, gaps]);
  return <Context value={value}>{children}</Context>;
}

export function useLive(): Live {
  const live = use(Context);
  if (live === null) throw new Error("useLive belongs below LiveProvider");
  return live;
}

/** What gateways said last; renders again with every tick. */
export function useLiveMoment(): LiveMoment {
  const { store } = useLive();
  return useSyncExternalStore(store.subscribe, store.moment, store.moment);
}
