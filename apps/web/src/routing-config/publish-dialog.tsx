"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useIdempotencyKey } from "../trpc/idempotency-key.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Textarea } from "../ui/textarea.tsx";
import { ChangeSummary } from "./change-summary.tsx";
import { DeploymentProgress } from "./deployment-progress.tsx";

/** Says what will change, asks for a message, publishes, and waits for the gateways. */
export function PublishDialog({
  yaml,
  baseVersion,
  changes,
  onPublished,
  onClose,
}: {
  readonly yaml: string;
  readonly baseVersion: number | null;
  readonly changes: readonly string[] | null;
  readonly onPublished: (version: number) => void;
  /** @param published whether it happened */
  readonly onClose: (published: boolean) => void;
}) {
  const { workspaceId, environmentId, environmentName } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [message, setMessage] = useState("");
  const idempotencyKey = useIdempotencyKey(environmentId, yaml, message.trim(), baseVersion);
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: trpc.deployments.pathKey() });
    await queryClient.invalidateQueries({ queryKey: trpc.routingConfig.pathKey() });
  };
  const publish = useMutation({
    ...trpc.routingConfig.publish.mutationOptions(),
    onSuccess: ({ configVersion }) => {
      onPublished(configVersion);
      void refresh();
    },
    // Someone else may have been first: the editor behind this dialog says who, and keeps the text.
    onError: refresh,
  });
  if (publish.isSuccess) {
    const { configVersion } = publish.data;
    return (
      <DeploymentProgress
        title={`Published v${configVersion} to ${environmentName}`}
        configVersion={configVersion}
        onClose={() => onClose(true)}
      />
    );
  }
  return (
    <Dialog
      open
      onOpenChange={() => onClose(false)}
      title={`Publish to ${environmentName}`}
      description="Every gateway takes it up within a second. Requests that are under way end as they began."
      footer={
        <>
          <Button onClick={() => onClose(false)}>Cancel</Button>
          <Button
            variant="primary"
            busy={publish.isPending}
            disabled={message.trim() === ""}
            onClick={() =>
              publish.mutate({ workspaceId, environmentId, yaml, message: message.trim(), baseVersion, idempotencyKey })
            }
          >
            <Rocket /> Publish now
          </Button>
        </>
      }
    >
      <section className="space-y-1.5">
        <h3 className="font-medium text-[13px]">What changes</h3>
        <ChangeSummary changes={changes} />
      </section>
      <Field label="Message" hint="What this is for, for whoever reads the history.">
        {(ids) => (
          <Textarea {...ids} value={message} maxLength={500} onChange={(event) => setMessage(event.target.value)} />
        )}
      </Field>
      <Refusal error={publish.error} title="Not published; your text is unchanged" />
    </Dialog>
  );
}
