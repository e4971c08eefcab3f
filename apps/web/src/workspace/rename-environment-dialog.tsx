"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { paths } from "../shell/paths.ts";
import { useWorkspace, type WorkspaceEnvironment } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { EnvironmentNameField } from "./environment-name-field.tsx";

export function RenameEnvironmentDialog({
  environment,
  onClose,
}: {
  readonly environment: WorkspaceEnvironment;
  readonly onClose: () => void;
}) {
  const { workspaceId, environmentId, place } = useWorkspace();
  const router = useRouter();
  const [name, setName] = useState(environment.name);
  const rename = useMutation({
    ...useTRPC().workspace.renameEnvironment.mutationOptions(),
    onSuccess: (renamed) => {
      onClose();
      // The address of the page changes with the name of the environment that it shows.
      if (environment.id === environmentId) {
        router.replace(`${paths.settings({ ...place, environment: renamed.name })}/environments`);
      }
      router.refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== environment.name && !rename.isPending) {
      rename.mutate({ workspaceId, environmentId: environment.id, name });
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Rename ${environment.name}`}
      description="Its keys, metrics and history stay. Its address changes: links to it have to be made anew."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="rename-environment"
            variant="primary"
            busy={rename.isPending}
            disabled={name === "" || name === environment.name}
          >
            Rename
          </Button>
        </>
      }
    >
      <form id="rename-environment" onSubmit={submit}>
        <EnvironmentNameField value={name} onChange={setName} />
      </form>
      <Refusal error={rename.error} title="Not renamed" />
    </Dialog>
  );
}
