import { Ban, CircleCheck, CircleDashed, Clock, MailCheck, MailWarning, MailX } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import type { Invitation } from "./invitation.ts";

const looks = {
  open: { tone: "info", icon: CircleDashed, words: "Open" },
  accepted: { tone: "good", icon: CircleCheck, words: "Accepted" },
  expired: { tone: "neutral", icon: Clock, words: "Expired" },
  revoked: { tone: "neutral", icon: Ban, words: "Revoked" },
} as const;

export function InvitationState({ state }: { readonly state: Invitation["state"] }) {
  const { tone, icon, words } = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {words}
    </Badge>
  );
}

/** What became of the link's mail, with what the mail server said. */
export function MailState({ mail }: { readonly mail: Invitation["mail"] }) {
  if (mail === null) return null;
  const { state, problem } = mail;
  if (state === "sent") {
    return (
      <Badge tone="good" icon={MailCheck}>
        Mailed
      </Badge>
    );
  }
  return (
    <span className="inline-flex max-w-60 flex-wrap items-center gap-1.5">
      <Badge tone={state === "dead" ? "bad" : "warn"} icon={state === "dead" ? MailX : MailWarning}>
        {state === "dead" ? "Mail not delivered" : problem === null ? "Mailing" : "Mailing again"}
      </Badge>
      {problem !== null && <span className="break-words text-muted text-xs">{problem}</span>}
    </span>
  );
}
