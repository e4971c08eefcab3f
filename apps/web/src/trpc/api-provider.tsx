"use client";

import { type AppRouter, transformer } from "@meridian/api";
import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpLink } from "@trpc/client";
import { type ReactNode, useEffect, useState } from "react";
import { handover } from "./handover.ts";
import { createQueryClient } from "./query-client.ts";
import { Reachability } from "./reachability.ts";
import { ReachabilityContext } from "./use-reached.ts";
import { TRPCProvider } from "./use-trpc.ts";

/** The session ended, for example by age: back to sign-in, and from there to where the person was. */
function signInAgain(): void {
  if (handover.underWay) return;
  const { pathname, search } = window.location;
  if (pathname !== "/sign-in")
    window.location.assign(`/sign-in?error=session_ended&next=${encodeURIComponent(pathname + search)}`);
}

/** Any answer will do, also that the database is away: calls say that themselves. */
function answers(): Promise<boolean> {
  return fetch("/api/health", { cache: "no-store" }).then(
    () => true,
    () => false,
  );
}

export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const [reachability] = useState(() => new Reachability(answers));
  const [queryClient] = useState(() =>
    createQueryClient({ onSignedOut: signInAgain, onEnd: (answered) => reachability.tell(answered) }),
  );
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({ links: [httpLink({ url: "/api/trpc", transformer })] }),
  );
  // It answers again: what is on show may be old.
  useEffect(
    () =>
      reachability.subscribe(() => {
        if (reachability.reached()) void queryClient.invalidateQueries();
      }),
    [reachability, queryClient],
  );
  return (
    <ReachabilityContext value={reachability}>
      <QueryClientProvider client={queryClient}>
        <TRPCProvider trpcClient={client} queryClient={queryClient}>
          {children}
        </TRPCProvider>
      </QueryClientProvider>
    </ReachabilityContext>
  );
}
