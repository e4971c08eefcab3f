"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useOwnTimeZone } from "../limits/use-own-time-zone.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { KeyFields } from "./key-fields.tsx";
import { emptyKeyForm, keyContentOf, keyFormIsRight } from "./key-form.ts";
import { KeyText } from "./key-text.tsx";

/** Asks what the key is for, then shows it this once. */
export function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { environmentId, environmentName } = useWorkspace();
  const timeZone = useOwnTimeZone();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form, setForm] = useState(() => emptyKeyForm(timeZone));
  const create = useMutation({
    ...trpc.keys.create.mutationOptions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() }),
  });
  if (create.isSuccess) {
    return <KeyText title={`Key “${create.data.key.name}” is ready`} text={create.data.text} onClose={onClose} />;
  }
  const ready = keyFormIsRight(form);
  const submit = () => create.mutate({ environmentId, ...keyContentOf(form) });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Create a gateway key"
      description={`Applications send it to the gateway of ${environmentName}, as they would send a provider's key.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={create.isPending} disabled={!ready} onClick={submit}>
            Create key
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !create.isPending) submit();
        }}
      >
        <KeyFields form={form} onChange={setForm} />
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden />
      </form>
      <Refusal error={create.error} title="No key was created" />
    </Dialog>
  );
}
