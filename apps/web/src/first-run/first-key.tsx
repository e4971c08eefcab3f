"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { freeName } from "../upstreams/free-name.ts";

/** A key that was made here: `text` is shown this once. */
export type CreatedKey = { readonly name: string; readonly text: string };

/** Names a key and makes it. */
export function FirstKey({ onCreated }: { readonly onCreated: (key: CreatedKey) => void }) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const keys = useQuery(trpc.keys.list.queryOptions({ environmentId }));
  const [given, setGiven] = useState<string | null>(null);
  const name =
    given ??
    freeName(
      "First app",
      (keys.data ?? []).map((key) => key.name),
      " ",
    );
  const create = useMutation({
    ...trpc.keys.create.mutationOptions(),
    onSuccess: ({ key, text }) => {
      void queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() });
      onCreated({ name: key.name, text });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "" && !create.isPending) create.mutate({ environmentId, name: name.trim() });
  };
  return (
    <form onSubmit={submit} className="max-w-xl space-y-4">
      <Field label="Name" hint="Who or what uses it. Requests are listed under this name.">
        {(ids) => (
          <Input
            {...ids}
            value={name}
            maxLength={64}
            autoComplete="off"
            className="h-9"
            onChange={(event) => setGiven(event.target.value)}
          />
        )}
      </Field>
      <Refusal error={create.error} title="No key was created" />
      <Button type="submit" variant="primary" busy={create.isPending} disabled={name.trim() === "" || keys.isPending}>
        {!create.isPending && <KeyRound />} Create key
      </Button>
    </form>
  );
}
