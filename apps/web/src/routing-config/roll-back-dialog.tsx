"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useIdempotencyKey } from "../trpc/idempotency-key.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Field } from "../ui/field.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Textarea } from "../ui/textarea.tsx";
import { ChangeSummary } from "./change-summary.tsx";
import { changesBetween } from "./changes-between.ts";
import { DeploymentProgress } from "./deployment-progress.tsx";

/** Says what changes now, asks why, and does it. */
export function RollBackDialog({ toVersion, onClose }: { readonly toVersion: number; readonly onClose: () => void }) {
  const { workspaceId, environmentId, environmentName } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const idempotencyKey = useIdempotencyKey(environmentId, toVersion, reason.trim());
  const active = useQuery(trpc.deployments.active.queryOptions({ environmentId }));
  const target = useQuery(trpc.routingConfig.version.queryOptions({ workspaceId, number: toVersion }));
  const rollBack = useMutation({
    ...trpc.routingConfig.rollBack.mutationOptions(),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: trpc.deployments.pathKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.routingConfig.pathKey() });
    },
  });
  if (rollBack.isSuccess) {
    return (
      <DeploymentProgress
        title={`Rolled ${environmentName} back to v${toVersion}`}
        configVersion={rollBack.data.configVersion}
        onClose={onClose}
      />
    );
  }
  const from = active.data?.version;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Roll back to v${toVersion}`}
      description={
        from ? `${environmentName} serves v${from.number} now, by ${from.authorName}: ${from.message}` : environmentName
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={rollBack.isPending}
            disabled={reason.trim() === ""}
            onClick={() =>
              rollBack.mutate({ workspaceId, environmentId, toVersion, reason: reason.trim(), idempotencyKey })
            }
          >
            <Undo2 /> Roll back now
          </Button>
        </>
      }
    >
      <section className="space-y-1.5">
        <h3 className="font-medium text-[13px]">What changes now</h3>
        {target.error !== null && (
          <ErrorState what={`Version ${toVersion}`} error={target.error} onRetry={() => void target.refetch()} />
        )}
        {target.data && active.data !== undefined ? (
          <ChangeSummary changes={changesBetween(from?.yaml ?? null, target.data.yaml)} />
        ) : (
          target.error === null && <Skeleton className="h-10" />
        )}
      </section>
      <Field label="Reason" hint="Stands in the history and on every chart.">
        {(ids) => (
          <Textarea {...ids} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <Refusal error={rollBack.error} title="Not rolled back" />
    </Dialog>
  );
}
