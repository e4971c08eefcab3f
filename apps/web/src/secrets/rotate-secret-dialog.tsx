"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import type { Secret } from "./secret-table.tsx";
import { ValueField } from "./value-field.tsx";

/** Puts a new value in place of a secret's. */
export function RotateSecretDialog({ secret, onClose }: { readonly secret: Secret; readonly onClose: () => void }) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [value, setValue] = useState("");
  const rotate = useMutation({
    ...trpc.secrets.rotate.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.secrets.pathKey() });
      toast.success(`${secret.name} rotated`, { description: "Gateways use the new value within a second." });
      onClose();
    },
  });
  const submit = () => rotate.mutate({ environmentId, name: secret.name, value });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Rotate ${secret.name}`}
      description="Requests that are under way end with the old value; every attempt that begins later uses the new one."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={rotate.isPending} disabled={value === ""} onClick={submit}>
            Rotate
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (value !== "" && !rotate.isPending) submit();
        }}
      >
        <ValueField label="New value" value={value} onChange={setValue} />
      </form>
      <p className="text-[13px] text-muted">
        To lose no request, make the new value at the provider first, rotate here, and end the old one at the provider
        when nothing is sent with it any more.
      </p>
      <Refusal error={rotate.error} title="Not rotated" />
    </Dialog>
  );
}
