"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useOwnTimeZone } from "../limits/use-own-time-zone.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { KeyFields } from "./key-fields.tsx";
import { type GatewayKey, keyContentOf, keyFormIsRight, keyFormOf } from "./key-form.ts";

/** Changes what a key may do; its text stays. */
export function EditKeyDialog({
  gatewayKey,
  onClose,
}: {
  readonly gatewayKey: GatewayKey;
  readonly onClose: () => void;
}) {
  const { environmentId } = useWorkspace();
  const timeZone = useOwnTimeZone();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form, setForm] = useState(() => keyFormOf(gatewayKey, timeZone));
  const edit = useMutation({
    ...trpc.keys.edit.mutationOptions(),
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() });
      toast.success(`Key “${name}” saved`, { description: "Gateways have it within a second." });
      onClose();
    },
  });
  const ready = keyFormIsRight(form);
  const submit = () => edit.mutate({ environmentId, keyId: gatewayKey.id, ...keyContentOf(form, gatewayKey) });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Edit “${gatewayKey.name}”`}
      description="The key itself stays: nobody has to change what they send."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={edit.isPending} disabled={!ready} onClick={submit}>
            Save
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !edit.isPending) submit();
        }}
      >
        <KeyFields form={form} onChange={setForm} />
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden />
      </form>
      <Refusal error={edit.error} title="Nothing was changed" />
    </Dialog>
  );
}
