"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Link2 } from "lucide-react";
import { signIn } from "next-auth/react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import type { OfferedProvider } from "../auth/providers.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { PasswordDialog } from "./password-dialog.tsx";

/** How this person can sign in: by password, and with accounts elsewhere that are connected. */
export function SignInWaysCard({ providers }: { readonly providers: readonly OfferedProvider[] }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pathname = usePathname();
  const ways = useQuery(trpc.me.signInWays.queryOptions());
  const [changing, setChanging] = useState(false);
  const unlink = useMutation({
    ...trpc.me.unlink.mutationOptions(),
    onSuccess: (now) => queryClient.setQueryData(trpc.me.signInWays.queryKey(), now),
  });
  if (ways.error) {
    return (
      <ErrorState
        what="Ways to sign in"
        error={ways.error}
        onRetry={() => void ways.refetch()}
        busy={ways.isFetching}
      />
    );
  }
  if (!ways.data) return <Skeleton className="h-24" />;
  const { hasPassword, linked } = ways.data;
  // One that is connected stays in the list when the installation no longer offers it: it can be cut off.
  const known = new Map(providers.map(({ id, name }) => [id, name]));
  const ids = [...new Set([...known.keys(), ...linked.map(({ provider }) => provider)])];
  return (
    <Card>
      <h2 className="px-4 pt-3 font-semibold text-[13px]">Ways to sign in</h2>
      <ul className="divide-y divide-border">
        <li className="flex flex-wrap items-center gap-3 px-4 py-2.5">
          <KeyRound className="size-4 text-muted" aria-hidden />
          <p className="min-w-0 flex-1 basis-48 text-[13px]">
            Password
            <span className="block text-muted text-xs">{hasPassword ? "Set" : "None yet"}</span>
          </p>
          <Button size="sm" onClick={() => setChanging(true)}>
            {hasPassword ? "Change password" : "Set password"}
          </Button>
        </li>
        {ids.map((id) => {
          const account = linked.find(({ provider }) => provider === id);
          const name = known.get(id) ?? id;
          return (
            <li key={id} className="flex flex-wrap items-center gap-3 px-4 py-2.5">
              <Link2 className="size-4 text-muted" aria-hidden />
              <p className="min-w-0 flex-1 basis-48 text-[13px]">
                {name}
                <span className="block text-muted text-xs">
                  {account ? `Connected as ${account.email}` : "Not connected. Its address has to be yours here."}
                </span>
              </p>
              {account ? (
                <Button
                  size="sm"
                  aria-label={`Disconnect ${name}`}
                  busy={unlink.isPending && unlink.variables.provider === id}
                  onClick={() => unlink.mutate({ provider: id })}
                >
                  Disconnect
                </Button>
              ) : (
                <Button
                  size="sm"
                  aria-label={`Connect ${name}`}
                  onClick={() => void signIn(id, { callbackUrl: pathname })}
                >
                  Connect
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {unlink.error && (
        <div className="px-4 pb-3">
          <Refusal error={unlink.error} title="Still connected" />
        </div>
      )}
      {changing && <PasswordDialog hasPassword={hasPassword} onClose={() => setChanging(false)} />}
    </Card>
  );
}
