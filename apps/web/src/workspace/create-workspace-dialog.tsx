"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { paths } from "../shell/paths.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Refusal } from "../ui/refusal.tsx";

export function CreateWorkspaceDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState("");
  const create = useMutation({
    ...useTRPC().me.createWorkspace.mutationOptions(),
    // A whole new page: the list of workspaces is read anew.
    onSuccess: ({ slug }) => window.location.assign(paths.overview({ workspace: slug, environment: "production" })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "" && !create.isPending) create.mutate({ name: name.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Create a workspace"
      description="You become its owner. It begins with the environments production and staging."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="create-workspace"
            variant="primary"
            busy={create.isPending}
            disabled={name.trim() === ""}
          >
            Create workspace
          </Button>
        </>
      }
    >
      <form id="create-workspace" onSubmit={submit}>
        <Field label="Name" hint="The team's or the company's. It can be changed later; the address made of it stays.">
          {(ids) => (
            <Input
              {...ids}
              value={name}
              maxLength={64}
              autoComplete="organization"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
      <Refusal error={create.error} title="No workspace was created" />
    </Dialog>
  );
}
