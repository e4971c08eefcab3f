"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC, useTRPCClient } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Textarea } from "../ui/textarea.tsx";
import { undoable } from "../ui/undoable.tsx";
import { insightTitle } from "./insight-words.ts";
import type { Insight } from "./insight.ts";

/** Resolve or reopen, with a note; both can be undone. */
export function InsightActions({ insight }: { readonly insight: Insight }) {
  const may = useCan("error-insights:write");
  const [asking, setAsking] = useState(false);
  if (!may) return null;
  const resolved = insight.state === "resolved";
  return (
    <>
      <Button variant={resolved ? "secondary" : "primary"} onClick={() => setAsking(true)}>
        {resolved ? <RotateCcw /> : <CircleCheck />} {resolved ? "Reopen…" : "Resolve…"}
      </Button>
      {asking && <NoteDialog insight={insight} resolved={resolved} onClose={() => setAsking(false)} />}
    </>
  );
}

function NoteDialog({
  insight,
  resolved,
  onClose,
}: {
  readonly insight: Insight;
  readonly resolved: boolean;
  readonly onClose: () => void;
}) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [note, setNote] = useState("");
  const input = { environmentId, id: insight.id };
  const change = async (to: "resolve" | "reopen", said: string) => {
    await client.errorInsights[to].mutate({ ...input, note: said });
    await queryClient.invalidateQueries({ queryKey: trpc.errorInsights.pathKey() });
  };
  const now = resolved ? "reopen" : "resolve";
  const mutation = useMutation({
    mutationFn: () => change(now, note),
    onSuccess: () => {
      undoable({
        done: resolved ? "Reopened" : "Resolved",
        about: insightTitle(insight),
        reverse: () => change(resolved ? "resolve" : "reopen", "Undone"),
      });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={resolved ? "Reopen this error?" : "Resolve this error?"}
      description={
        resolved
          ? "It counts as open again."
          : "When it is seen again it is shown as regressed. Nothing is deleted, and errors are counted on."
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={mutation.isPending} onClick={() => mutation.mutate()}>
            {resolved ? "Reopen" : "Resolve"}
          </Button>
        </>
      }
    >
      <Field label="Note" hint="What was done, or found. It stands in the history and in the audit log.">
        {(ids) => <Textarea {...ids} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />}
      </Field>
      <Refusal error={mutation.error} title={resolved ? "Not reopened" : "Not resolved"} />
    </Dialog>
  );
}
