"use client";

import { useQuery } from "@tanstack/react-query";
import { Hand } from "lucide-react";
import Link from "next/link";
import { paths } from "../shell/paths.ts";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { useNow } from "../ui/use-now.ts";
import { orderWords, timeLeft } from "./override-words.ts";
import { useCancelOverride } from "./use-cancel-override.ts";

/** On every screen while an override stands: what is ordered, why, by whom, and how long still. */
export function OverrideBanner() {
  const { environmentId, place } = useWorkspace();
  const trpc = useTRPC();
  const nowMs = useNow(1_000);
  const overrides = useQuery({ ...trpc.overrides.list.queryOptions({ environmentId }), refetchInterval: 10_000 });
  const cancel = useCancelOverride();
  const mayCancel = useCan("overrides:write");
  const standing = (overrides.data ?? []).filter(
    ({ state, override }) => state === "active" && override.expiresAtMs > nowMs,
  );
  if (standing.length === 0 || nowMs === 0) return null;
  return (
    <section aria-label="Overrides in force" className="border-border border-b bg-warn-soft text-[13px] print:hidden">
      <ul className="mx-auto max-w-[100rem] divide-y divide-border px-3 sm:px-5">
        {standing.slice(0, 2).map(({ override, createdBy }) => (
          <li key={override.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <Hand className="size-4 shrink-0 text-warn" aria-hidden />
            <p className="min-w-48 flex-1">
              <span className="font-medium text-warn">{orderWords(override)}</span>
              <span className="text-foreground">
                {" "}
                · {override.reason}
                {createdBy !== null && ` (${createdBy})`} · {timeLeft(override.expiresAtMs - nowMs)} left
              </span>
            </p>
            {mayCancel && (
              <Button
                size="sm"
                busy={cancel.isPending && cancel.variables.overrideId === override.id}
                onClick={() => cancel.mutate({ environmentId, overrideId: override.id })}
                aria-label={`Cancel: ${orderWords(override)}`}
              >
                Cancel
              </Button>
            )}
          </li>
        ))}
        {standing.length > 2 && (
          <li className="py-1.5">
            <Link href={paths.settingsPage(place, "overrides")} className="text-warn underline">
              All {standing.length} overrides in force
            </Link>
          </li>
        )}
      </ul>
    </section>
  );
}
