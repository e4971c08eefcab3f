"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useState } from "react";
import { formatCompact, formatCount } from "../format/format-number.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { filterLabels, filterValueWords } from "./filter-words.ts";
import type { FilterName, RequestFilter } from "./log-view.ts";

type Facets = Outputs["requests"]["facets"];
type FacetName = keyof Facets["facets"];
type Set = <Name extends FilterName>(name: Name, value: RequestFilter[Name] | undefined) => void;

const order: readonly FacetName[] = [
  "outcome",
  "route",
  "upstream",
  "model",
  "keyId",
  "status",
  "errorCode",
  "configVersion",
  "region",
  "promptVariant",
  "stream",
];

/** How many values of a facet are shown at first. */
const few = 6;

const durations = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

/** Every facet with its most frequent values and how many requests have them, by the newest requests of the window. */
export function FacetList({
  filter,
  moments,
  onSet,
}: {
  readonly filter: RequestFilter;
  readonly moments: { readonly fromMs?: number; readonly toMs?: number };
  readonly onSet: Set;
}) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.requests.facets.queryOptions({ environmentId, filter, ...moments }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
  const { data } = query;
  return (
    <>
      <p className="border-border border-b px-3 py-2 text-muted text-xs" role="status">
        {data ? <CountedWords counted={data} /> : "Counting…"}
      </p>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 py-2">
        {query.error !== null && (
          <ErrorState what="Counts" error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        )}
        {!data && query.error === null && (
          <div className="space-y-2">
            {["a", "b", "c", "d"].map((key) => (
              <Skeleton key={key} className="h-6" />
            ))}
          </div>
        )}
        {data &&
          order.map((name) => (
            <Facet key={name} name={name} values={data.facets[name]} chosen={filter[name]} onSet={onSet} />
          ))}
        <fieldset className="py-1.5">
          <legend className="mb-1 font-medium text-[11.5px] text-muted">{filterLabels.minDurationMs}</legend>
          <div className="flex flex-wrap gap-1">
            {durations.map((ms) => {
              const on = filter.minDurationMs === ms;
              return (
                <Button
                  key={ms}
                  size="sm"
                  aria-pressed={on}
                  className={cn(on && "border-transparent bg-accent text-accent-text")}
                  onClick={() => onSet("minDurationMs", on ? undefined : ms)}
                >
                  {filterValueWords("minDurationMs", ms)}
                </Button>
              );
            })}
          </div>
        </fieldset>
      </div>
    </>
  );
}

/** What the counts are of: never more is claimed than was counted. */
function CountedWords({ counted }: { readonly counted: Facets }) {
  if (counted.counted === 0) return "There is no request in this window.";
  return (
    <>
      Counts of {counted.complete ? "all" : "the last"} {formatCount(counted.counted)}{" "}
      {counted.counted === 1 ? "request" : "requests"} of this window
      {counted.sinceMs !== null && (
        <>
          , since <Time atMs={counted.sinceMs} as="log" />
        </>
      )}
      {counted.fitting !== null && <>. {formatCount(counted.fitting)} of them fit all filters</>}.
    </>
  );
}

function Facet({
  name,
  values,
  chosen,
  onSet,
}: {
  readonly name: FacetName;
  readonly values: Facets["facets"][FacetName];
  readonly chosen: string | number | boolean | undefined;
  readonly onSet: Set;
}) {
  const [all, setAll] = useState(false);
  if (values.length === 0) return null;
  const shown = all ? values : values.slice(0, few);
  return (
    <fieldset className="border-border border-b py-1.5">
      <legend className="float-left mb-1 w-full font-medium text-[11.5px] text-muted">{filterLabels[name]}</legend>
      <ul className="clear-both">
        {shown.map(({ value, label, requests }) => {
          const on = value === chosen;
          return (
            <li key={String(value)}>
              <button
                type="button"
                aria-pressed={on}
                className={cn(
                  "flex w-full items-center gap-2 rounded px-1.5 py-1 text-left hover:bg-sunken",
                  on && "bg-accent text-accent-text",
                )}
                onClick={() => onSet(name, on ? undefined : (value as never))}
              >
                <Check className={cn("size-3.5 shrink-0", !on && "invisible")} aria-hidden />
                <span className="min-w-0 flex-1 truncate">{filterValueWords(name, value as never, label)}</span>
                <span className={cn("text-xs", !on && "text-muted")}>{formatCompact(requests)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {values.length > few && (
        <Button variant="ghost" size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${values.length}`}
        </Button>
      )}
    </fieldset>
  );
}
