"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { paths } from "../shell/paths.ts";
import { roleWords } from "../shell/role-words.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Time } from "../ui/time.tsx";
import { AuditDiff } from "./audit-diff.tsx";
import { actionWords, type AuditEvent, kindWords, targetName } from "./audit-words.ts";

/** One event: who did what to what; opened, what it was before and after. */
export function AuditRow({ event }: { readonly event: AuditEvent }) {
  const { place } = useWorkspace();
  const { actor, target, environment } = event;
  const role = actor.role !== null && actor.role in roleWords ? roleWords[actor.role as keyof typeof roleWords] : null;
  const ofTarget = new URLSearchParams({ targetKind: target.kind, targetId: target.id });
  return (
    <li className="border-border border-b last:border-b-0">
      <details className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[1rem_1fr] items-baseline gap-x-2 gap-y-0.5 px-4 py-2 hover:bg-sunken sm:grid-cols-[1rem_minmax(9rem,2fr)_3fr_auto] [&::-webkit-details-marker]:hidden">
          <ChevronRight
            className="size-3.5 self-center text-muted transition-transform group-open:rotate-90"
            aria-hidden
          />
          <span>
            <span className="font-medium">{actor.name}</span>
            {role !== null && <span className="ml-1.5 text-muted text-xs">{role}</span>}
          </span>
          <span className="col-start-2 min-w-0 break-words sm:col-start-3">
            {actionWords(event.action)} <span className="font-mono text-xs">{targetName(event)}</span>
            {environment && <span className="ml-1.5 text-muted text-xs">in {environment.name}</span>}
          </span>
          <span className="col-start-2 whitespace-nowrap text-muted text-xs sm:col-start-4 sm:text-right">
            <Time atMs={event.occurredAtMs} as="log" />
          </span>
        </summary>
        <div className="space-y-3 border-border border-t bg-sunken/50 px-4 py-3 sm:pl-10">
          <AuditDiff event={event} />
          <p className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
            <span>
              {kindWords(target.kind)} <code className="font-mono">{target.id}</code>
            </span>
            <span>
              Event <code className="font-mono">{event.id}</code>
            </span>
            <Link
              className="text-accent-text underline"
              href={`${paths.settingsPage(place, "audit-log")}?${ofTarget.toString()}`}
            >
              Everything done to it
            </Link>
          </p>
        </div>
      </details>
    </li>
  );
}
