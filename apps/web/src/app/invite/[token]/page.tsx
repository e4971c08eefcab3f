import type { Metadata } from "next";
import { apiServer } from "../../../auth/api-server.ts";
import { offeredProviders } from "../../../auth/providers.ts";
import { sessionNow } from "../../../auth/session-now.ts";
import { webEnv } from "../../../env.ts";
import { ClosedInvitation } from "../../../invite/closed-invitation.tsx";
import { InviteScreen } from "../../../invite/invite-screen.tsx";

export const metadata: Metadata = { title: "Invitation" };

type Props = {
  readonly params: Promise<{ readonly token: string }>;
  readonly searchParams: Promise<{ readonly error?: string | string[] }>;
};

export default async function Page({ params, searchParams }: Props) {
  const [{ token }, { error }] = await Promise.all([params, searchParams]);
  const api = await apiServer();
  const invitation = await api.previewInvitation(token);
  if (invitation.state !== "open") return <ClosedInvitation state={invitation.state} />;
  const session = await sessionNow();
  const account = session && (await api.callerFor(session.userId, session.sessionId).me.get());
  return (
    <InviteScreen
      token={token}
      invitation={invitation}
      signedInAs={account?.user.email ?? null}
      providers={offeredProviders(webEnv().providers)}
      error={typeof error === "string" ? error : null}
    />
  );
}
