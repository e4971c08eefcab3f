"use client";

import { useMutation } from "@tanstack/react-query";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";

export function LeaveDialog({ onClose }: { readonly onClose: () => void }) {
  const { workspaceId, workspaceName } = useWorkspace();
  const leave = useMutation({
    ...useTRPC().me.leave.mutationOptions(),
    // A whole new page: nothing of the workspace stays in memory.
    onSuccess: () => window.location.assign("/"),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Leave ${workspaceName}?`}
      description="You lose it at once. Somebody who is still here can invite you again."
      footer={
        <>
          <Button onClick={onClose}>Stay</Button>
          <Button variant="danger" busy={leave.isPending} onClick={() => leave.mutate({ workspaceId })}>
            Leave workspace
          </Button>
        </>
      }
    >
      <p className="text-[13px]">Your account stays, and so do your other workspaces.</p>
      <Refusal error={leave.error} title="You are still here" />
    </Dialog>
  );
}
