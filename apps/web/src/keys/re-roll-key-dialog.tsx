"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Select } from "../ui/select.tsx";
import { Time } from "../ui/time.tsx";
import type { GatewayKey } from "./key-form.ts";
import { KeyText } from "./key-text.tsx";

const hourMs = 3_600_000;
const graces = [
  { label: "End it at once", ms: 0 },
  { label: "1 hour", ms: hourMs },
  { label: "1 day", ms: 24 * hourMs },
  { label: "3 days", ms: 72 * hourMs },
  { label: "7 days", ms: 168 * hourMs },
] as const;

/** Makes a new text for a key; the old one holds for a while, so that applications can be changed one by one. */
export function ReRollKeyDialog({
  gatewayKey,
  onClose,
}: {
  readonly gatewayKey: GatewayKey;
  readonly onClose: () => void;
}) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [graceMs, setGraceMs] = useState<number>(24 * hourMs);
  const reRoll = useMutation({
    ...trpc.keys.reRoll.mutationOptions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() }),
  });
  if (reRoll.isSuccess) {
    const { previous } = reRoll.data.key;
    return (
      <KeyText title={`“${gatewayKey.name}” has a new key`} text={reRoll.data.text} onClose={onClose}>
        <p className="text-[13px]">
          {previous === null ? (
            "The old key has ended."
          ) : (
            <>
              The old key <code className="font-mono">{previous.prefix}…</code> holds until{" "}
              <Time atMs={previous.expiresAtMs} />.
            </>
          )}
        </p>
      </KeyText>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Re-roll “${gatewayKey.name}”`}
      description="Makes a new key in place of this one. Name, routes, limits, history and figures go on."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={reRoll.isPending}
            onClick={() => reRoll.mutate({ environmentId, keyId: gatewayKey.id, graceMs })}
          >
            Make a new key
          </Button>
        </>
      }
    >
      <Field
        label="The old key still holds for"
        hint="Time to bring the new one to every application. You see when the old one was last used, and can end it early."
      >
        {(ids) => (
          <Select
            {...ids}
            className="w-full"
            value={graceMs}
            onChange={(event) => setGraceMs(Number(event.target.value))}
          >
            {graces.map(({ label, ms }) => (
              <option key={ms} value={ms}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {gatewayKey.previous !== null && (
        <Callout tone="warn" title="The key before this one ends now">
          <code className="font-mono">{gatewayKey.previous.prefix}…</code> is still in its grace. At most two texts open
          a key.
        </Callout>
      )}
      {graceMs === 0 && (
        <Callout tone="warn" title="Whatever sends the old key gets 401 from then on">
          Right when the key may be in the wrong hands.
        </Callout>
      )}
      <Refusal error={reRoll.error} title="Not re-rolled" />
    </Dialog>
  );
}
