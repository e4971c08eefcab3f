"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { roleWords } from "../shell/role-words.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Age, Time } from "../ui/time.tsx";
import type { Invitation } from "./invitation.ts";
import { InvitationLink } from "./invitation-link.tsx";
import { InvitationState, MailState } from "./invitation-state.tsx";
import { RevokeInvitationDialog } from "./revoke-invitation-dialog.tsx";

export function InvitationTable({
  invitations,
  mail,
  mayWrite,
}: {
  readonly invitations: readonly Invitation[];
  /** Whether links can be mailed. */
  readonly mail: boolean;
  readonly mayWrite: boolean;
}) {
  const { workspaceId, role: own } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const renew = useMutation({
    ...trpc.invitations.renew.mutationOptions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.invitations.pathKey() }),
  });
  return (
    <>
      {renew.error && (
        <div className="p-3">
          <Refusal error={renew.error} title="No new link was made" />
        </div>
      )}
      <Table label="Invitations">
        <thead>
          <tr>
            <Th>For</Th>
            <Th className="hidden sm:table-cell">State</Th>
            <Th className="hidden md:table-cell">Invited</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => {
            const { id, email, state, role } = invitation;
            const forWhom = email ?? "Whoever has the link";
            const may = mayWrite && (role !== "owner" || own === "owner");
            const renewable = may && (state === "open" || state === "expired");
            const busy = renew.isPending && renew.variables.invitationId === id;
            return (
              <Tr key={id}>
                <Td>
                  <span className="block font-medium [overflow-wrap:anywhere]">{forWhom}</span>
                  <span className="block text-muted text-xs">as {roleWords[role].toLowerCase()}</span>
                  <span className="mt-1 flex flex-wrap gap-1.5 sm:hidden">
                    <InvitationState state={state} />
                    <MailState mail={invitation.mail} />
                  </span>
                </Td>
                <Td className="hidden sm:table-cell">
                  <span className="flex flex-wrap items-center gap-1.5">
                    <InvitationState state={state} />
                    <MailState mail={invitation.mail} />
                  </span>
                </Td>
                <Td className="hidden whitespace-nowrap text-muted md:table-cell">
                  <Age atMs={invitation.createdAtMs} /> by {invitation.invitedByName}
                  <span className="block text-xs">
                    <Ending invitation={invitation} />
                  </span>
                </Td>
                <Td>
                  <span className="flex flex-col items-end justify-end gap-1.5 sm:flex-row">
                    {renewable && (
                      <Button
                        size="sm"
                        busy={busy}
                        aria-label={`${mail && email ? "Send again to" : "New link for"} ${forWhom}`}
                        title="Makes a new link; the old one ends"
                        onClick={() => renew.mutate({ workspaceId, invitationId: id })}
                      >
                        {mail && email !== null ? "Send again" : "New link"}
                      </Button>
                    )}
                    {may && state === "open" && (
                      <Button
                        size="sm"
                        aria-label={`Revoke the invitation for ${forWhom}`}
                        onClick={() => setRevoking(invitation)}
                      >
                        Revoke
                      </Button>
                    )}
                  </span>
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
      {renew.isSuccess && <InvitationLink issued={renew.data} onClose={() => renew.reset()} />}
      {revoking && <RevokeInvitationDialog invitation={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

/** Until when it holds, or since when it does not; nothing for one that was revoked. */
function Ending({ invitation: { state, acceptedAtMs, expiresAtMs } }: { readonly invitation: Invitation }) {
  if (state === "revoked") return null;
  const words = state === "accepted" ? "accepted" : state === "expired" ? "ended" : "ends";
  return (
    <>
      {words} <Time atMs={acceptedAtMs ?? expiresAtMs} />
    </>
  );
}
