"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Age } from "../ui/time.tsx";
import type { GatewayKey } from "./key-form.ts";

/** Ends the grace of a re-rolled key before its time. */
export function EndPreviousDialog({
  gatewayKey,
  onClose,
}: {
  readonly gatewayKey: GatewayKey;
  readonly onClose: () => void;
}) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const end = useMutation({
    ...trpc.keys.endPrevious.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() });
      onClose();
    },
  });
  const lastUsedAtMs = gatewayKey.previous?.lastUsedAtMs ?? null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`End the old key of “${gatewayKey.name}” now?`}
      description="Gateways refuse it within a second. This cannot be undone."
      footer={
        <>
          <Button onClick={onClose}>Let it run</Button>
          <Button
            variant="danger"
            busy={end.isPending}
            onClick={() => end.mutate({ environmentId, keyId: gatewayKey.id })}
          >
            End it now
          </Button>
        </>
      }
    >
      <p className="text-[13px]">
        <code className="font-mono">{gatewayKey.previous?.prefix}…</code>{" "}
        {lastUsedAtMs === null ? (
          "was not used since the new key was made."
        ) : (
          <>
            was last used <Age atMs={lastUsedAtMs} />: whatever sends it gets 401 from then on.
          </>
        )}
      </p>
      <Refusal error={end.error} title="Not ended" />
    </Dialog>
  );
}
