"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, X } from "lucide-react";
import Link from "next/link";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";
import { Refusal } from "../ui/refusal.tsx";
import { checklistSteps } from "./checklist-steps.ts";

const hasMore = ({ dismissed, ...facts }: Outputs["gettingStarted"]["get"]) =>
  !dismissed && Object.values(facts).includes(false);

/** The first four steps in a workspace, as far as they are done. Gone for good when a person closes it. */
export function Checklist() {
  const { workspaceId, environmentId, place } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.gettingStarted.get.queryOptions({ environmentId });
  const facts = useQuery({
    ...options,
    // A step is a fact that something else wrote, the metrics up to two seconds late: who just did it waits to see it ticked.
    refetchInterval: ({ state }) => (state.data === undefined || hasMore(state.data) ? 3_000 : false),
  });
  const dismiss = useMutation({
    ...trpc.gettingStarted.note.mutationOptions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.gettingStarted.pathKey() }),
  });
  // It is an offer: where it cannot be had, nothing is missing.
  if (facts.data === undefined || facts.data.dismissed) return null;
  const steps = checklistSteps(facts.data, place);
  const done = steps.filter((step) => step.done).length;
  return (
    <Card className="p-3 sm:p-4" aria-label="First steps">
      <div className="flex items-center gap-3">
        <h2 className="font-semibold text-[13px]">First steps</h2>
        <p className="flex-1 text-muted text-xs">
          {done === steps.length ? "All done." : `${done} of ${steps.length} done`}
        </p>
        <Button
          variant="ghost"
          size="icon"
          aria-label="Close the first steps"
          busy={dismiss.isPending}
          onClick={() => dismiss.mutate({ workspaceId, step: "dismissed" })}
        >
          {!dismiss.isPending && <X />}
        </Button>
      </div>
      <ol className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-2 xl:grid-cols-4">
        {steps.map(({ id, title, about, href, done: isDone }) => (
          <li key={id} className="flex gap-2 py-1 text-[13px]">
            {isDone ? (
              <CircleCheck className="mt-0.5 size-4 shrink-0 text-good" role="img" aria-label="Done" />
            ) : (
              <CircleDashed className="mt-0.5 size-4 shrink-0 text-muted" role="img" aria-label="To do" />
            )}
            <div className="min-w-0">
              <Link href={href} className={cn("font-medium hover:underline", isDone ? "text-muted" : "text-primary")}>
                {title}
              </Link>
              <p className="text-muted text-xs">{about}</p>
            </div>
          </li>
        ))}
      </ol>
      <Refusal error={dismiss.error} title="Not closed" />
    </Card>
  );
}
