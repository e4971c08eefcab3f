"use client";

import { Link2, Mail } from "lucide-react";
import { roleWords } from "../shell/role-words.ts";
import type { Outputs } from "../trpc/outputs.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Time } from "../ui/time.tsx";

/** An invitation's link, the only time that it is to be seen. */
export function InvitationLink({
  issued: { invitation, token, mailed },
  onClose,
}: {
  readonly issued: Outputs["invitations"]["create"];
  readonly onClose: () => void;
}) {
  const link = `${window.location.origin}/invite/${token}`;
  return (
    <Dialog
      open
      wide
      // No way out but its button: the link is not to be had again.
      title={mailed ? `Invitation to ${invitation.email} is on its way` : "The invitation is ready"}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <Callout
        tone={mailed ? "good" : "warn"}
        icon={mailed ? Mail : Link2}
        title={mailed ? "The link is mailed; you can also hand it over yourself" : "Copy it now: it is shown this once"}
      >
        It makes {invitation.email ?? "whoever opens it"} a member as {roleWords[invitation.role].toLowerCase()}. It
        works once, until <Time atMs={invitation.expiresAtMs} />.
      </Callout>
      <div className="flex flex-wrap items-center gap-2">
        <code
          data-testid="invitation-link"
          className="min-w-0 flex-1 basis-64 break-all rounded-md border border-border bg-sunken px-3 py-2 font-mono text-[13px]"
        >
          {link}
        </code>
        <CopyButton text={link} label="Copy link" words="Copy link" />
      </div>
    </Dialog>
  );
}
