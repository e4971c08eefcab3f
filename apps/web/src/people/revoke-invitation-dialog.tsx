"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import type { Invitation } from "./invitation.ts";

export function RevokeInvitationDialog({
  invitation,
  onClose,
}: {
  readonly invitation: Invitation;
  readonly onClose: () => void;
}) {
  const { workspaceId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation({
    ...trpc.invitations.revoke.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.invitations.pathKey() });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={invitation.email === null ? "Revoke this link?" : `Revoke the invitation for ${invitation.email}?`}
      description="The link opens nothing from then on. You can always invite anew."
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            busy={revoke.isPending}
            onClick={() => revoke.mutate({ workspaceId, invitationId: invitation.id })}
          >
            Revoke invitation
          </Button>
        </>
      }
    >
      <p className="text-[13px]">Its mail is not sent any more if it has not left yet.</p>
      <Refusal error={revoke.error} title="Not revoked" />
    </Dialog>
  );
}
