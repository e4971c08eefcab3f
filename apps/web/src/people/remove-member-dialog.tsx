"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import type { Member } from "./member.ts";

export function RemoveMemberDialog({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const { workspaceId, workspaceName } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation({
    ...trpc.members.remove.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.members.pathKey() });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Remove ${member.name} from ${workspaceName}?`}
      description="They lose this workspace at once and can be invited again."
      footer={
        <>
          <Button onClick={onClose}>Keep them</Button>
          <Button
            variant="danger"
            busy={remove.isPending}
            onClick={() => remove.mutate({ workspaceId, userId: member.userId })}
          >
            Remove member
          </Button>
        </>
      }
    >
      <p className="text-[13px]">
        Their account and what they did here stay, under their name. Gateway keys they made go on working: revoke those
        that they know.
      </p>
      <Refusal error={remove.error} title="Not removed" />
    </Dialog>
  );
}
