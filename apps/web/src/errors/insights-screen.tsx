"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { PageHeader } from "../shell/page-header.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Card } from "../ui/card.tsx";
import { Callout } from "../ui/callout.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Select } from "../ui/select.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { InsightTable } from "./insight-table.tsx";
import { stateWords } from "./insight-words.ts";

const open = ["new", "escalating", "regressed", "ongoing"] as const;
const shown = ["open", ...open, "resolved"] as const;
type Shown = (typeof shown)[number];

const refreshMs = 10_000;

/** What goes wrong, grouped; what needs a look first. */
export function InsightsScreen() {
  const { environmentId, environmentName } = useWorkspace();
  const trpc = useTRPC();
  const query = useSearchParams();
  const router = useRouter();
  const pathname = usePathname();
  const state: Shown = shown.find((each) => each === query.get("state")) ?? "open";
  const reachedCaller = query.get("reached") === "callers";
  const insights = useQuery({
    ...trpc.errorInsights.list.queryOptions({
      environmentId,
      states: state === "open" ? [...open] : [state],
      reachedCaller,
    }),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
  const { data } = insights;
  const show = (nextState: Shown, onlyReached: boolean) => {
    const search = new URLSearchParams();
    if (nextState !== "open") search.set("state", nextState);
    if (onlyReached) search.set("reached", "callers");
    router.replace(search.size === 0 ? pathname : `${pathname}?${search}`, { scroll: false });
  };
  const countOf = (each: Shown) =>
    data && (each === "open" ? open.reduce((sum, name) => sum + data.states[name], 0) : data.states[each]);
  const labelOf = (each: Shown) => (each === "open" ? "All open" : stateWords[each].label);
  return (
    <>
      <PageHeader
        title="Error insights"
        help="errorInsight"
        about={`What goes wrong in ${environmentName}, grouped by what went wrong where`}
      >
        <Select aria-label="State" value={state} onChange={({ target }) => show(target.value as Shown, reachedCaller)}>
          {shown.map((each) => (
            <option key={each} value={each}>
              {labelOf(each)}
              {data ? ` (${countOf(each)})` : ""}
            </option>
          ))}
        </Select>
        <Segmented
          label="Which errors"
          value={reachedCaller ? "callers" : "all"}
          options={[
            { value: "all", label: "All errors" },
            { value: "callers", label: "Reached callers" },
          ]}
          onChange={(which) => show(state, which === "callers")}
        />
      </PageHeader>
      <div className="space-y-3">
        {insights.error !== null && data === undefined && (
          <ErrorState
            what="Error insights"
            error={insights.error}
            onRetry={() => void insights.refetch()}
            busy={insights.isFetching}
          />
        )}
        {insights.error !== null && data !== undefined && (
          <Callout tone="warn" role="status" title="This list may be out of date">
            The newest could not be loaded; it is tried again every 10 seconds.
          </Callout>
        )}
        {data === undefined && insights.error === null && (
          <Card className="space-y-2 p-4" aria-label="Loading error insights">
            {["a", "b", "c", "d"].map((key) => (
              <Skeleton key={key} className="h-8" />
            ))}
          </Card>
        )}
        {data && (
          <Card>
            {data.insights.length === 0 ? (
              <EmptyState
                icon={ShieldCheck}
                title={state === "open" && !reachedCaller ? "Nothing goes wrong" : "No error insight is in this state"}
              >
                {state === "open" && !reachedCaller
                  ? "Errors appear here within seconds, also those that another attempt rescued."
                  : "Choose another state to see others."}
              </EmptyState>
            ) : (
              <InsightTable insights={data.insights} hoursFromMs={data.hoursFromMs} />
            )}
            {data.insights.length === 200 && (
              <p className="border-border border-t p-3 text-center text-muted text-xs">
                The 200 that were seen last are shown.
              </p>
            )}
          </Card>
        )}
      </div>
    </>
  );
}
