"use client";

import { useQuery } from "@tanstack/react-query";
import { requestOutcomes } from "@meridian/metrics";
import { X } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useMemo } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { configNames } from "./config-names.ts";
import { outcomeWords } from "./outcome-words.ts";
import type { RequestFilter } from "./request-line.ts";

/** Which requests to show. The address holds the choice. */
export function RequestFilters({ filter }: { readonly filter: RequestFilter }) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const pathname = usePathname();
  const yaml = useQuery(trpc.deployments.active.queryOptions({ environmentId })).data?.version.yaml ?? "";
  const names = useMemo(() => configNames(yaml), [yaml]);
  const set = (name: keyof RequestFilter, value: string) => {
    const next = new URLSearchParams(
      Object.entries({ ...filter, [name]: value }).flatMap(([key, each]) => (each ? [[key, each]] : [])),
    );
    router.replace(next.size === 0 ? pathname : `${pathname}?${next}`, { scroll: false });
  };
  const choices = [
    {
      name: "outcome",
      label: "Outcome",
      values: requestOutcomes.map((each) => ({ value: each, label: outcomeWords[each] })),
    },
    { name: "route", label: "Route", values: withChosen(names.routes, filter.route) },
    { name: "upstream", label: "Upstream", values: withChosen(names.upstreams, filter.upstream) },
  ] as const;
  const filtered = Object.values(filter).some((value) => value !== null);
  return (
    <>
      {choices.map(({ name, label, values }) => (
        <Select
          key={name}
          aria-label={label}
          value={filter[name] ?? ""}
          onChange={(event) => set(name, event.target.value)}
        >
          <option value="">{label}: any</option>
          {values.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </Select>
      ))}
      {filtered && (
        <Button variant="ghost" onClick={() => router.replace(pathname, { scroll: false })}>
          <X /> Clear
        </Button>
      )}
    </>
  );
}

/** A name that the config no longer has stays choosable while it is chosen. */
function withChosen(names: readonly string[], chosen: string | null) {
  const all = chosen === null || names.includes(chosen) ? names : [...names, chosen];
  return all.map((value) => ({ value, label: value }));
}
