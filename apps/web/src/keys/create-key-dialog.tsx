"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { KeySnippets } from "./key-snippets.tsx";

/** Asks for a name, then shows the key this once. */
export function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { environmentId, environmentName } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation({
    ...trpc.keys.create.mutationOptions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() }),
  });
  if (create.isSuccess) return <CreatedKey name={create.data.key.name} text={create.data.text} onClose={onClose} />;
  const submit = () => create.mutate({ environmentId, name: name.trim() });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Create a gateway key"
      description={`It opens every route of ${environmentName}.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={create.isPending} disabled={name.trim() === ""} onClick={submit}>
            Create key
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "" && !create.isPending) submit();
        }}
      >
        <Field label="Name" hint="Who or what uses it, for example “Support bot”. Requests are listed under this name.">
          {(ids) => (
            <Input
              {...ids}
              value={name}
              maxLength={64}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
      <Refusal error={create.error} title="No key was created" />
    </Dialog>
  );
}

function CreatedKey({
  name,
  text,
  onClose,
}: {
  readonly name: string;
  readonly text: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open
      wide
      // No way out but its button: the key is not to be had again.
      title={`Key “${name}” is ready`}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <Callout tone="warn" icon={KeyRound} title="Copy it now: it is shown this once">
        Meridian keeps only a fingerprint. Whoever has the key can send requests at your cost.
      </Callout>
      <div className="flex flex-wrap items-center gap-2">
        <code
          data-testid="key-text"
          className="min-w-0 flex-1 break-all rounded-md border border-border bg-sunken px-3 py-2 font-mono text-[13px]"
        >
          {text}
        </code>
        <CopyButton text={text} label="Copy key" words="Copy key" />
      </div>
      <KeySnippets keyText={text} />
    </Dialog>
  );
}
