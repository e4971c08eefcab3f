"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import type { Member } from "./member.ts";
import { RoleChoice } from "./role-choice.tsx";

export function ChangeRoleDialog({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const { workspaceId, user } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [role, setRole] = useState(member.role);
  const change = useMutation({
    ...trpc.members.changeRole.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.members.pathKey() });
      onClose();
      // Screens offer what the person's own role permits.
      if (member.userId === user.id) router.refresh();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Role of ${member.name}`}
      description="It holds from their next click on; nobody has to sign in again."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={change.isPending}
            disabled={role === member.role}
            onClick={() => change.mutate({ workspaceId, userId: member.userId, role })}
          >
            Change role
          </Button>
        </>
      }
    >
      <RoleChoice value={role} onChange={setRole} />
      <Refusal error={change.error} title="The role was not changed" />
    </Dialog>
  );
}
