"use client";

import { Pause, Play, Rows3 } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { RequestFilters } from "./request-filters.tsx";
import { filterFrom } from "./request-line.ts";
import { RequestTable } from "./request-table.tsx";
import { useRequestLog } from "./use-request-log.ts";

/** Every request, newest first. */
export function RequestsScreen() {
  const query = useSearchParams();
  const filter = useMemo(() => filterFrom(query), [query]);
  const filtered = Object.values(filter).some((value) => value !== null);
  const { environmentName } = useWorkspace();
  const log = useRequestLog(filter);
  return (
    <>
      <PageHeader title="Requests" help="outcome" about={`Every request of ${environmentName}, as it ends`}>
        <RequestFilters filter={filter} />
        <Button onClick={log.paused ? log.resume : log.pause} aria-pressed={log.paused}>
          {log.paused ? <Play /> : <Pause />}
          {log.paused ? "Resume live" : "Pause live"}
        </Button>
      </PageHeader>
      <div className="space-y-3">
        {log.error !== null && (
          <ErrorState what="Requests" error={log.error} onRetry={log.retry} busy={log.isFetching} />
        )}
        {log.omitted > 0 && !log.paused && (
          <p className="text-muted text-xs">
            Traffic is heavier than a screen can follow: the newest lines are a sample. History has them all.
          </p>
        )}
        {log.lines === null && log.error === null && (
          <Card className="space-y-2 p-4">
            {["a", "b", "c", "d", "e", "f"].map((key) => (
              <Skeleton key={key} className="h-6" />
            ))}
          </Card>
        )}
        {log.lines !== null && (
          <Card>
            {log.lines.length === 0 ? (
              <EmptyState icon={Rows3} title={filtered ? "No request fits these filters" : "No requests yet"}>
                {filtered
                  ? "Clear a filter, or wait: new ones appear here as they end."
                  : "They appear here within a second of their end."}
              </EmptyState>
            ) : (
              <RequestTable lines={log.lines} />
            )}
            {log.hasOlder && (
              <div className="border-border border-t p-3 text-center">
                <Button onClick={log.loadOlder} busy={log.isLoadingOlder}>
                  Load older
                </Button>
              </div>
            )}
          </Card>
        )}
      </div>
    </>
  );
}
