"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { EnvironmentNameField } from "./environment-name-field.tsx";

export function CreateEnvironmentDialog({ onClose }: { readonly onClose: () => void }) {
  const { workspaceId } = useWorkspace();
  const router = useRouter();
  const [name, setName] = useState("");
  const create = useMutation({
    ...useTRPC().workspace.createEnvironment.mutationOptions(),
    onSuccess: () => {
      toast(`Environment ${name} created`, { description: "It is in the switcher, with nothing published yet." });
      router.refresh();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== "" && !create.isPending) create.mutate({ workspaceId, name });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Create an environment"
      description="It begins empty: no keys, no secrets, nothing published. Gateways know it within a second."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="create-environment"
            variant="primary"
            busy={create.isPending}
            disabled={name === ""}
          >
            Create environment
          </Button>
        </>
      }
    >
      <form id="create-environment" onSubmit={submit}>
        <EnvironmentNameField value={name} onChange={setName} />
      </form>
      <Refusal error={create.error} title="No environment was created" />
    </Dialog>
  );
}
