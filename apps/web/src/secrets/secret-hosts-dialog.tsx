"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { HostsField, hostsIn } from "./hosts-field.tsx";
import type { Secret } from "./secret-table.tsx";

/** Says anew where a secret may be sent. */
export function SecretHostsDialog({ secret, onClose }: { readonly secret: Secret; readonly onClose: () => void }) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [hosts, setHosts] = useState(secret.allowedHosts.join("\n"));
  const save = useMutation({
    ...trpc.secrets.setHosts.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.secrets.pathKey() });
      onClose();
    },
  });
  const allowedHosts = hostsIn(hosts);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Where ${secret.name} may be sent`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={allowedHosts.length === 0}
            onClick={() => save.mutate({ environmentId, name: secret.name, allowedHosts })}
          >
            Save
          </Button>
        </>
      }
    >
      <HostsField value={hosts} onChange={setHosts} />
      <Refusal error={save.error} title="Nothing was changed" />
    </Dialog>
  );
}
