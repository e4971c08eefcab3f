"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";

export function RevokeKeyDialog({
  gatewayKey,
  onClose,
}: {
  readonly gatewayKey: { readonly id: string; readonly name: string; readonly prefix: string };
  readonly onClose: () => void;
}) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation({
    ...trpc.keys.revoke.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Revoke “${gatewayKey.name}”?`}
      description="Gateways refuse it within a second. This cannot be undone."
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            busy={revoke.isPending}
            onClick={() => revoke.mutate({ environmentId, keyId: gatewayKey.id })}
          >
            Revoke key
          </Button>
        </>
      }
    >
      <p className="text-[13px]">
        Whatever uses <code className="font-mono">{gatewayKey.prefix}…</code> gets 401 from then on. Requests that are
        under way end normally.
      </p>
      <Refusal error={revoke.error} title="Not revoked" />
    </Dialog>
  );
}
