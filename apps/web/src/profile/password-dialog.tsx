"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { formatLogTime } from "../format/format-time.ts";
import { failureOf } from "../trpc/failure.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Refusal } from "../ui/refusal.tsx";

const shortest = 10;

export function PasswordDialog({
  hasPassword,
  onClose,
}: {
  readonly hasPassword: boolean;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    ...trpc.me.changePassword.mutationOptions(),
    onSuccess: async ({ revoked }) => {
      await queryClient.invalidateQueries({ queryKey: trpc.me.pathKey() });
      const others = revoked === 1 ? "1 other session was signed out." : `${revoked} other sessions were signed out.`;
      toast(hasPassword ? "Password changed" : "Password set", { description: revoked > 0 ? others : "" });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending || next.length < shortest) return;
    change.mutate({ currentPassword: hasPassword ? current : null, newPassword: next });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={hasPassword ? "Change password" : "Set a password"}
      description="All your other sessions are signed out."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="password"
            variant="primary"
            busy={change.isPending}
            disabled={next.length < shortest || (hasPassword && current === "")}
          >
            {hasPassword ? "Change password" : "Set password"}
          </Button>
        </>
      }
    >
      <form id="password" onSubmit={submit} className="space-y-4">
        {hasPassword && (
          <Field label="Current password">
            {(ids) => (
              <Input
                {...ids}
                type="password"
                autoComplete="current-password"
                value={current}
                onChange={(event) => setCurrent(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label="New password" hint="At least 10 characters. Length is what counts.">
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          )}
        </Field>
      </form>
      <Refused error={change.error} />
    </Dialog>
  );
}

/** With the moment from which on it may be tried again, where there is one. */
function Refused({ error }: { readonly error: unknown }) {
  const retryAtMs = error ? failureOf(error).data["retryAtMs"] : null;
  if (typeof retryAtMs !== "number") return <Refusal error={error} title="The password was not changed" />;
  return (
    <Callout tone="bad" role="alert" title="Too many wrong passwords">
      Try again at {formatLogTime(retryAtMs)}.
    </Callout>
  );
}
