"use client";

import type { Role } from "@meridian/access";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { InvitationLink } from "./invitation-link.tsx";
import { RoleChoice } from "./role-choice.tsx";

/** Asks whom and as what, then shows the link this once. */
export function InviteDialog({ mail, onClose }: { readonly mail: boolean; readonly onClose: () => void }) {
  const { workspaceId, workspaceName } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("engineer");
  const create = useMutation({
    ...trpc.invitations.create.mutationOptions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.invitations.pathKey() }),
  });
  if (create.isSuccess) return <InvitationLink issued={create.data} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!create.isPending) create.mutate({ workspaceId, email: email.trim() === "" ? null : email.trim(), role });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Invite to ${workspaceName}`}
      description="Makes a link that works once, for 7 days."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="invite" variant="primary" busy={create.isPending}>
            {mail && email.trim() !== "" ? "Send invitation" : "Create link"}
          </Button>
        </>
      }
    >
      <form id="invite" onSubmit={submit} className="space-y-4">
        <Field
          label="Email (optional)"
          hint={
            mail
              ? "The link is mailed there and works for this address only. Without one, whoever has the link can join."
              : "With an address the link works for that person only. This installation sends no mail: you hand the link over yourself."
          }
        >
          {(ids) => (
            <Input
              {...ids}
              type="email"
              value={email}
              maxLength={254}
              autoComplete="off"
              placeholder="dana@example.com"
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <div className="space-y-1.5">
          <p className="font-medium text-[13px]">Role</p>
          <RoleChoice value={role} onChange={setRole} />
        </div>
      </form>
      <Refusal error={create.error} title="Nobody was invited" />
    </Dialog>
  );
}
