import { MailX } from "lucide-react";
import Link from "next/link";
import { SignInFrame } from "../auth/sign-in-frame.tsx";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import type { ClosedInvitation as State } from "./open-invitation.ts";

const words: Readonly<Record<State, { readonly title: string; readonly about: string }>> = {
  unknown: {
    title: "This link belongs to no invitation",
    about: "It may be incomplete, or a newer one was sent: look for the latest mail.",
  },
  expired: {
    title: "This invitation has expired",
    about: "It held for 7 days. Ask whoever invited you to send it again.",
  },
  revoked: { title: "This invitation was revoked", about: "Ask an admin of the workspace for another." },
  accepted: {
    title: "This invitation was used already",
    about: "It works once. If it was you, sign in; if not, ask for another.",
  },
};

/** A link that opens nothing, and what to do about it. */
export function ClosedInvitation({ state }: { readonly state: State }) {
  const { title, about } = words[state];
  return (
    <SignInFrame title="Invitation">
      <Callout tone="warn" icon={MailX} title={title}>
        {about}
      </Callout>
      <Button asChild size="lg" className="w-full">
        <Link href="/">Go to Meridian</Link>
      </Button>
    </SignInFrame>
  );
}
