"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import type { Outputs } from "../trpc/outputs.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { LimitFields } from "./limit-fields.tsx";
import { LimitList, PeriodEnd } from "./limit-list.tsx";
import { limitsAreRight, limitsFormOf, limitsOf } from "./limits-form.ts";
import { useOwnTimeZone } from "./use-own-time-zone.ts";

type WorkspaceLimits = Outputs["workspace"]["limits"];

/** What all environments of the workspace together may use up, and what they have spent of it. */
export function WorkspaceLimitsCard() {
  const { workspaceId } = useWorkspace();
  const mayWrite = useCan("workspace-limits:write");
  const trpc = useTRPC();
  const found = useQuery({ ...trpc.workspace.limits.queryOptions({ workspaceId }), refetchInterval: 15_000 });
  return (
    <Card className="space-y-4 p-4" aria-labelledby="workspace-limits">
      <div>
        <h2 id="workspace-limits" className="font-medium text-[13px]">
          Limits
        </h2>
        <p className="text-[13px] text-muted">
          For all environments, keys and routes of this workspace together, on top of their own. What is over a limit
          gets 429, told which limit and when to come back.
        </p>
      </div>
      {found.error !== null && (
        <ErrorState what="Limits" error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />
      )}
      {found.data === undefined && found.error === null && <Skeleton className="h-32" />}
      {found.data && (
        <>
          <Now {...found.data} />
          {mayWrite && <EditLimits key={JSON.stringify(found.data.limits)} {...found.data} />}
        </>
      )}
    </Card>
  );
}

function Now({ limits, spent }: WorkspaceLimits) {
  if (Object.keys(limits).length === 0) {
    return <p className="text-[13px]">None is set: only keys, routes and upstreams have theirs.</p>;
  }
  return (
    <div className="text-[13px]">
      <LimitList limits={limits} spent={spent} />
      {spent && (
        <p className="mt-0.5 text-muted text-xs">
          {spent.usd === null && "What was spent is not known: metrics are not kept from the beginning of the period. "}
          <PeriodEnd spent={spent} />
        </p>
      )}
    </div>
  );
}

function EditLimits({ limits }: WorkspaceLimits) {
  const { workspaceId } = useWorkspace();
  const timeZone = useOwnTimeZone();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form, setForm] = useState(() => limitsFormOf(limits, timeZone));
  const save = useMutation({
    ...trpc.workspace.setLimits.mutationOptions(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.workspace.limits.queryKey({ workspaceId }) });
      toast.success("Limits saved", { description: "Gateways have them within a second." });
    },
  });
  const asked = limitsOf(form);
  const changed = JSON.stringify(asked) !== JSON.stringify(limitsOf(limitsFormOf(limits, timeZone)));
  const ready = changed && limitsAreRight(form) && !save.isPending;
  return (
    <form
      noValidate
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) save.mutate({ workspaceId, limits: asked });
      }}
    >
      <LimitFields form={form} onChange={setForm} />
      <Refusal error={save.error} title="Nothing was changed" />
      <div className="flex flex-wrap justify-end gap-2">
        {changed && <Button onClick={() => setForm(limitsFormOf(limits, timeZone))}>Discard</Button>}
        <Button type="submit" variant="primary" busy={save.isPending} disabled={!ready}>
          Save limits
        </Button>
      </div>
    </form>
  );
}
