"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { toast } from "sonner";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { OverrideFields } from "./override-fields.tsx";
import { newOverrideForm, type OverrideKind, overrideOf, overridePlaces } from "./override-form.ts";
import { orderWords } from "./override-words.ts";

/** Gives an order that stands above the config for a while. */
export function CreateOverrideDialog({
  upstream = "",
  kind = "drain",
  onClose,
}: {
  /** Chosen to begin with. */
  readonly upstream?: string;
  readonly kind?: OverrideKind;
  readonly onClose: () => void;
}) {
  const { environmentId, environmentName } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form, setForm] = useState(() => ({ ...newOverrideForm(upstream), kind }));
  const active = useQuery(trpc.deployments.active.queryOptions({ environmentId }));
  const yaml = active.data?.version.yaml ?? "";
  const places = useMemo(() => overridePlaces(yaml), [yaml]);
  const create = useMutation({
    ...trpc.overrides.create.mutationOptions(),
    onSuccess: async ({ override }) => {
      await queryClient.invalidateQueries({ queryKey: trpc.overrides.pathKey() });
      toast.success(orderWords(override), { description: "Gateways follow it within a second." });
      onClose();
    },
  });
  const submit = () => {
    const order = overrideOf(form, environmentId, Date.now());
    if (order) create.mutate(order);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Give an override"
      description={`An order above the config of ${environmentName}. It ends by itself, within 7 days.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={create.isPending}
            disabled={overrideOf(form, environmentId, 0) === null}
            onClick={submit}
          >
            Give the order
          </Button>
        </>
      }
    >
      {active.isSuccess && places.upstreams.length === 0 ? (
        <Callout tone="warn" title="Nothing is published that could be overridden">
          Publish a routing config first.
        </Callout>
      ) : (
        <OverrideFields form={form} places={places} onChange={setForm} />
      )}
      <Refusal error={create.error ?? active.error} title="No order was given" />
    </Dialog>
  );
}
