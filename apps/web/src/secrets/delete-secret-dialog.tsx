"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import type { Secret } from "./secret-table.tsx";

/** Deletes a secret that nothing uses; says what uses it otherwise. */
export function DeleteSecretDialog({ secret, onClose }: { readonly secret: Secret; readonly onClose: () => void }) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation({
    ...trpc.secrets.delete.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.secrets.pathKey() });
      onClose();
    },
  });
  const used = secret.usedBy.length > 0;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={used ? `${secret.name} is in use` : `Delete ${secret.name}?`}
      footer={
        <>
          <Button onClick={onClose}>{used ? "Close" : "Keep it"}</Button>
          {!used && (
            <Button
              variant="danger"
              busy={remove.isPending}
              onClick={() => remove.mutate({ environmentId, name: secret.name })}
            >
              Delete secret
            </Button>
          )}
        </>
      }
    >
      {used ? (
        <Callout title="The active config sends it to">
          <ul className="list-disc pl-4">
            {secret.usedBy.map((upstream) => (
              <li key={upstream}>{upstream}</li>
            ))}
          </ul>
          <p className="mt-1">Publish a version without it first.</p>
        </Callout>
      ) : (
        <p className="text-[13px]">
          The value is gone for good, also for versions that one may want to roll back to. A new secret of the same name
          can take its place.
        </p>
      )}
      <Refusal error={remove.error} title="Not deleted" />
    </Dialog>
  );
}
