"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { toast } from "sonner";
import { PageHeader } from "../shell/page-header.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Age, Time } from "../ui/time.tsx";

const providerWords: Readonly<Record<string, string>> = {
  password: "by password",
  demo: "into the demo",
  invitation: "by invitation",
  github: "with GitHub",
  google: "with Google",
  oidc: "by single sign-on",
};

/** Where this person is signed in. */
export function SessionsScreen() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const sessions = useQuery(trpc.me.sessions.queryOptions());
  const anew = () => queryClient.invalidateQueries({ queryKey: trpc.me.sessions.queryKey() });
  const revoke = useMutation({ ...trpc.me.revokeSession.mutationOptions(), onSuccess: anew });
  const revokeOthers = useMutation({
    ...trpc.me.revokeOtherSessions.mutationOptions(),
    onSuccess: async ({ revoked }) => {
      await anew();
      toast(revoked === 1 ? "1 session signed out" : `${revoked} sessions signed out`);
    },
  });
  const others = sessions.data?.filter(({ current }) => !current) ?? [];
  return (
    <>
      <PageHeader
        title="Sessions"
        about="Where you are signed in. One that is signed out here opens nothing within 5 seconds."
      >
        {others.length > 0 && (
          <Button busy={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
            Sign out all others
          </Button>
        )}
      </PageHeader>
      <div className="space-y-3">
        {sessions.error !== null && (
          <ErrorState
            what="Sessions"
            error={sessions.error}
            onRetry={() => void sessions.refetch()}
            busy={sessions.isFetching}
          />
        )}
        <Refusal error={revoke.error ?? revokeOthers.error} title="Not signed out" />
        {sessions.data === undefined && sessions.error === null && <Skeleton className="h-40" />}
        {sessions.data && (
          <Card>
            <ul className="divide-y divide-border">
              {sessions.data.map((session) => (
                <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-3">
                  <MonitorSmartphone className="size-4 text-muted" aria-hidden />
                  <SessionFacts session={session} />
                  {!session.current && (
                    <Button
                      size="sm"
                      aria-label={`Sign out ${session.userAgent}`}
                      busy={revoke.isPending && revoke.variables.sessionId === session.id}
                      onClick={() => revoke.mutate({ sessionId: session.id })}
                    >
                      Sign out
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </>
  );
}

function SessionFacts({ session }: { readonly session: Outputs["me"]["sessions"][number] }) {
  const { userAgent, current, ipPrefix, provider, createdAtMs, lastSeenAtMs, expiresAtMs } = session;
  return (
    <div className="min-w-0 flex-1 basis-60 text-[13px]">
      <p className="font-medium">
        {userAgent} {current && <Badge className="ml-1">This one</Badge>}
      </p>
      <p className="text-muted text-xs">
        Signed in {providerWords[provider] ?? provider} <Age atMs={createdAtMs} />
        {ipPrefix !== null && (
          <>
            {" "}
            from <span className="font-mono">{ipPrefix}</span>
          </>
        )}
        {" · "}last seen {current ? "now" : <Age atMs={lastSeenAtMs} />}
        {" · "}ends <Time atMs={expiresAtMs} />
      </p>
    </div>
  );
}
