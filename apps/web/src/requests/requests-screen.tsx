"use client";

import { ChevronsUp, Pause, Play, Rows3 } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { usePauseCommand } from "../commands/use-pause-command.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { FilterMenu } from "./filter-menu.tsx";
import { LogEnd } from "./log-end.tsx";
import { type FilterName, type LogView, type RequestFilter, searchOf, viewFrom, withFilter } from "./log-view.ts";
import { RequestTable } from "./request-table.tsx";
import { RequestsTabs } from "./requests-tabs.tsx";
import { SearchBox } from "./search-box.tsx";
import { useKeyName } from "./use-key-name.ts";
import { useRequestLog } from "./use-request-log.ts";
import { WindowSelect } from "./window-select.tsx";

/** Every request, newest first. */
export function RequestsScreen() {
  const query = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const view = useMemo(() => viewFrom(query), [query]);
  const { filter, window } = view;
  const { environmentName } = useWorkspace();
  const keyName = useKeyName(filter.keyId);
  const log = useRequestLog(view);
  usePauseCommand(log.paused, log.follows ? (hold) => (hold ? log.pause() : log.resume()) : null);
  const narrowed = Object.keys(filter).length > 0 || window.kind !== "any";
  const show = (next: Partial<LogView>) =>
    router.replace(`${pathname}${searchOf({ ...view, at: null, ...next })}`, { scroll: false });
  const set = <Name extends FilterName>(name: Name, value: RequestFilter[Name] | undefined) =>
    show({ filter: withFilter(filter, name, value) });
  return (
    <>
      <PageHeader title="Requests" help="outcome" about={`Every request of ${environmentName}, as it ends`}>
        <SearchBox />
      </PageHeader>
      <RequestsTabs now="log" />
      <div className="space-y-3">
        <div className="flex flex-wrap items-center gap-2">
          <FilterMenu filter={filter} moments={log.moments} onSet={set} />
          <WindowSelect window={window} onChange={(chosen) => show({ window: chosen })} />
          <span className="ml-auto flex flex-wrap gap-2">
            <ExportMenu filter={filter} moments={log.moments} />
            {log.follows && (
              <Button onClick={log.paused ? log.resume : log.pause} aria-pressed={log.paused}>
                {log.paused ? <Play /> : <Pause />}
                {log.paused ? "Resume live" : "Pause live"}
              </Button>
            )}
          </span>
        </div>
        <FilterChips
          filter={filter}
          keyName={keyName}
          onRemove={(name) => set(name, undefined)}
          onClear={() => show({ filter: {} })}
        />
        {log.error !== null && !log.stale && (
          <ErrorState what="Requests" error={log.error} onRetry={log.retry} busy={log.isFetching} />
        )}
        {log.stale && (
          <Callout
            tone="warn"
            role="status"
            title="These lines may be out of date"
            actions={
              <Button size="sm" onClick={log.retry} busy={log.isFetching}>
                Try again
              </Button>
            }
          >
            Newer or older ones could not be loaded.
          </Callout>
        )}
        {log.omitted > 0 && log.follows && !log.paused && (
          <p className="text-muted text-xs">
            Traffic is heavier than a screen can follow: the newest lines are a sample. History has them all.
          </p>
        )}
        {log.lines === null && log.error === null && (
          <Card className="space-y-2 p-4" aria-label="Loading requests">
            {["a", "b", "c", "d", "e", "f"].map((key) => (
              <Skeleton key={key} className="h-6" />
            ))}
          </Card>
        )}
        {log.lines !== null && (
          <Card>
            {log.hasNewer && (
              <div className="flex justify-center gap-2 border-border border-b p-3">
                <Button onClick={log.loadNewer} busy={log.isLoadingNewer}>
                  Load newer
                </Button>
                <Button variant="ghost" onClick={() => show({ at: null })}>
                  <ChevronsUp /> To the newest
                </Button>
              </div>
            )}
            {log.lines.length === 0 ? (
              <EmptyState icon={Rows3} title={narrowed ? "No request fits" : "No requests yet"}>
                {narrowed
                  ? log.follows
                    ? "Remove a filter, or wait: new ones appear here as they end."
                    : "Remove a filter or choose another time."
                  : "They appear here within a second of their end."}
              </EmptyState>
            ) : (
              <RequestTable lines={log.lines} search={searchOf({ ...view, at: null })} />
            )}
            <LogEnd
              hasOlder={log.hasOlder}
              busy={log.isLoadingOlder}
              lookedUntilMs={log.lookedUntilMs}
              empty={log.lines.length === 0}
              onOlder={log.loadOlder}
            />
          </Card>
        )}
      </div>
    </>
  );
}
