"use client";

import { useMutation } from "@tanstack/react-query";
import { ProviderButtons } from "../auth/provider-buttons.tsx";
import type { OfferedProvider } from "../auth/providers.ts";
import { SignInFrame } from "../auth/sign-in-frame.tsx";
import { addressProblem } from "../auth/sign-in-problem.ts";
import { roleAbout } from "../people/role-about.ts";
import { paths } from "../shell/paths.ts";
import { roleWords } from "../shell/role-words.ts";
import { signOutHere } from "../shell/sign-out-here.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Time } from "../ui/time.tsx";
import type { OpenInvitation } from "./open-invitation.ts";
import { SignUpForm } from "./sign-up-form.tsx";

/** An open invitation: join as who is signed in, or sign in, or make an account. */
export function InviteScreen({
  token,
  invitation,
  signedInAs,
  providers,
  error,
}: {
  readonly token: string;
  readonly invitation: OpenInvitation;
  /** null: nobody. */
  readonly signedInAs: string | null;
  readonly providers: readonly OfferedProvider[];
  /** Why an earlier try failed, as the address says it. */
  readonly error: string | null;
}) {
  const { workspaceName, role, email, invitedByName, expiresAtMs } = invitation;
  return (
    <SignInFrame title={`Join ${workspaceName}`}>
      <p className="text-[13px]">
        {invitedByName} invites {email === null ? "you" : <b className="font-medium">{email}</b>} as{" "}
        <b className="font-medium">{roleWords[role].toLowerCase()}</b>.{" "}
        <span className="text-muted">{roleAbout[role]}</span>
      </p>
      {error !== null && (
        <Callout tone="bad" role="alert">
          {addressProblem(error)}
        </Callout>
      )}
      {signedInAs === null ? (
        <Newcomer token={token} email={email} providers={providers} />
      ) : (
        <Join token={token} signedInAs={signedInAs} />
      )}
      <p className="text-muted text-xs">
        The link works once, until <Time atMs={expiresAtMs} />.
      </p>
    </SignInFrame>
  );
}

function Join({ token, signedInAs }: { readonly token: string; readonly signedInAs: string }) {
  const join = useMutation({
    ...useTRPC().me.acceptInvitation.mutationOptions(),
    // A whole new page: the list of workspaces is read anew.
    onSuccess: ({ workspace, environment }) =>
      window.location.assign(environment === null ? "/" : paths.overview({ workspace, environment })),
  });
  return (
    <div className="space-y-3">
      <Refusal error={join.error} title="You did not join" />
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        busy={join.isPending || join.isSuccess}
        onClick={() => join.mutate({ token })}
      >
        Join as {signedInAs}
      </Button>
      <Button size="lg" variant="ghost" className="w-full" onClick={() => void signOutHere(`/invite/${token}`)}>
        Use another account
      </Button>
    </div>
  );
}

function Newcomer({
  token,
  email,
  providers,
}: {
  readonly token: string;
  readonly email: string | null;
  readonly providers: readonly OfferedProvider[];
}) {
  const here = `/invite/${token}`;
  return (
    <>
      <ProviderButtons providers={providers} returnTo={here} />
      <SignUpForm token={token} email={email} />
      <p className="text-[13px] text-muted">
        Have an account?{" "}
        <a href={`/sign-in?next=${encodeURIComponent(here)}`} className="text-primary underline underline-offset-2">
          Sign in to join
        </a>
      </p>
    </>
  );
}
