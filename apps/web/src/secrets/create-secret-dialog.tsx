"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { HostsField, hostsIn } from "./hosts-field.tsx";
import { ValueField } from "./value-field.tsx";

/** Asks for a name, the value and where it may go. */
export function CreateSecretDialog({ onClose }: { readonly onClose: () => void }) {
  const { environmentId, environmentName } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [hosts, setHosts] = useState("");
  const create = useMutation({
    ...trpc.secrets.set.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.secrets.pathKey() });
      onClose();
    },
  });
  const allowedHosts = hostsIn(hosts);
  const ready = name.trim() !== "" && value !== "" && allowedHosts.length > 0;
  const submit = () => create.mutate({ environmentId, name: name.trim(), value, allowedHosts, onlyNew: true });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add a secret"
      description={`For the upstreams of ${environmentName}. Other environments have their own.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={create.isPending} disabled={!ready} onClick={submit}>
            Add secret
          </Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !create.isPending) submit();
        }}
      >
        <Field
          label="Name"
          hint={
            <>
              The routing config says it as{" "}
              <code className="font-mono">{`\${secret.${name.trim() === "" ? "NAME" : name.trim()}}`}</code>. Letters,
              digits, <code className="font-mono">_ . -</code>
            </>
          }
        >
          {(ids) => (
            <Input
              {...ids}
              value={name}
              maxLength={128}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ValueField label="Value" value={value} onChange={setValue} />
        <HostsField value={hosts} onChange={setHosts} />
        {/* Enter in a field submits: a form of several fields needs a button for that. */}
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden />
      </form>
      <Refusal error={create.error} title="The secret was not stored" />
    </Dialog>
  );
}
