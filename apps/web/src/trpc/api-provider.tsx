"use client";

import { type AppRouter, transformer } from "@meridian/api";
import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import { createQueryClient } from "./query-client.ts";
import { TRPCProvider } from "./use-trpc.ts";

/** The session ended, for example by age: back to sign-in, and from there to where the person was. */
function signInAgain(): void {
  const { pathname, search } = window.location;
  if (pathname !== "/sign-in") window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(() => createQueryClient(signInAgain));
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({ links: [httpLink({ url: "/api/trpc", transformer })] }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
