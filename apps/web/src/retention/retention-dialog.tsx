"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { toast } from "sonner";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import {
  boundOf,
  daysWords,
  type RetentionChoice,
  type RetentionKind,
  retentionKinds,
  type RetentionSettings,
  roomWords,
} from "./retention-words.ts";

/** Says what a change deletes, and makes it. */
export function RetentionDialog({
  settings,
  days,
  onClose,
}: {
  readonly settings: RetentionSettings;
  readonly days: RetentionChoice;
  readonly onClose: () => void;
}) {
  const { environmentId, environmentName } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const preview = useQuery({ ...trpc.retention.preview.queryOptions({ environmentId, days }), staleTime: 0 });
  const save = useMutation({
    ...trpc.retention.set.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.retention.pathKey() });
      toast.success("Retention changed", { description: "The worker deletes what is older within the hour." });
      onClose();
    },
  });
  const words = (kind: RetentionKind, chosen: number | null) => {
    const bound = boundOf(settings, kind);
    if (chosen !== null) return daysWords(chosen);
    return bound === null ? "as the installation" : `${daysWords(bound)}, as the installation`;
  };
  const changed = retentionKinds.filter(({ kind }) => days[kind] !== settings.own[kind]);
  const deletes = retentionKinds.filter(({ kind }) => (preview.data?.[kind].rows ?? 0) > 0);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Change how long ${environmentName} keeps things?`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={deletes.length > 0 ? "danger" : "primary"}
            busy={save.isPending}
            disabled={!preview.isSuccess}
            onClick={() => save.mutate({ environmentId, days })}
          >
            {deletes.length > 0 ? "Change and delete" : "Change"}
          </Button>
        </>
      }
    >
      <ul className="space-y-1 text-[13px]">
        {changed.map(({ kind, name }) => (
          <li key={kind}>
            <span className="font-medium">{name}:</span> {words(kind, settings.own[kind])} →{" "}
            <span className="font-medium">{words(kind, days[kind])}</span>
          </li>
        ))}
      </ul>
      {preview.error !== null && (
        <ErrorState what="What it would delete" error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {preview.data === undefined && preview.error === null && <Skeleton className="h-16" />}
      {preview.data &&
        (deletes.length === 0 ? (
          <Callout tone="good" title="Nothing that is kept now is deleted" />
        ) : (
          <Callout tone="warn" icon={Trash2} title="Deleted within the hour, for good">
            <ul className="list-disc pl-4">
              {deletes.map(({ kind, rows }) => (
                <li key={kind}>{roomWords(preview.data[kind], rows)}</li>
              ))}
            </ul>
            <p className="mt-1 text-muted text-xs">
              The database keeps the room for what comes; its files do not become smaller at once.
            </p>
          </Callout>
        ))}
      <Refusal error={save.error} title="Nothing was changed" />
    </Dialog>
  );
}
