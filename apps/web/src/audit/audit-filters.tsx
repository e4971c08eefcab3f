"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { actionWords, kindWords } from "./audit-words.ts";

/** Narrows the log; the address holds it, so that it can be sent to others. */
export function AuditFilters() {
  const { workspaceId, environments } = useWorkspace();
  const trpc = useTRPC();
  const terms = useQuery(trpc.audit.terms.queryOptions({ workspaceId })).data;
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === "") next.delete(name);
    else next.set(name, value);
    router.replace(`${pathname}?${next}`, { scroll: false });
  };
  const choice = (name: string, label: string, all: string, options: readonly (readonly [string, string])[]) => (
    <Select
      aria-label={label}
      className="max-w-full"
      value={search.get(name) ?? ""}
      onChange={(event) => set(name, event.target.value)}
    >
      <option value="">{all}</option>
      {withChosen(options, search.get(name)).map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </Select>
  );
  return (
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Filters">
      {choice("action", "Action", "Every action", terms?.actions.map((action) => [action, actionWords(action)]) ?? [])}
      {choice("actorId", "Actor", "Everybody", terms?.actors.map(({ id, name }) => [id, name]) ?? [])}
      {choice("targetKind", "Target", "Every target", terms?.targetKinds.map((kind) => [kind, kindWords(kind)]) ?? [])}
      {choice(
        "environmentId",
        "Environment",
        "Every environment",
        environments.map(({ id, name }) => [id, name]),
      )}
      <div className="flex items-center gap-1.5 text-muted text-xs">
        From
        <Input
          type="date"
          aria-label="From"
          className="w-34"
          value={search.get("from") ?? ""}
          onChange={(event) => set("from", event.target.value)}
        />
        to
        <Input
          type="date"
          aria-label="To"
          className="w-34"
          value={search.get("to") ?? ""}
          onChange={(event) => set("to", event.target.value)}
        />
      </div>
      {search.get("targetId") !== null && (
        <Button size="sm" onClick={() => set("targetId", "")} aria-label="Show every target again">
          One target only <X />
        </Button>
      )}
      {search.size > 0 && (
        <Button variant="ghost" size="sm" onClick={() => router.replace(pathname, { scroll: false })}>
          Clear
        </Button>
      )}
    </div>
  );
}

/** What an address chose is shown even when the latest events do not have it. */
function withChosen(
  options: readonly (readonly [string, string])[],
  chosen: string | null,
): readonly (readonly [string, string])[] {
  if (chosen === null || options.some(([value]) => value === chosen)) return options;
  return [...options, [chosen, chosen]];
}
