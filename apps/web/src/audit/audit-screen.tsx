"use client";

import { Lock, ScrollText } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { PageHeader } from "../shell/page-header.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AuditExport } from "./audit-export.tsx";
import { filterOf } from "./audit-filter.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditRow } from "./audit-row.tsx";
import { useAuditLog } from "./use-audit-log.ts";

/** Who did what in the workspace. */
export function AuditScreen() {
  const { workspaceName } = useWorkspace();
  const mayRead = useCan("audit:read");
  const about = `Every change in ${workspaceName}, of all environments. Nobody can edit or delete what stands here.`;
  if (!mayRead) {
    return (
      <>
        <PageHeader title="Audit log" about={about} />
        <Card>
          <EmptyState icon={Lock} title="The audit log is for owners and admins">
            Ask one of them, or look at the versions of the routing config for what changed there.
          </EmptyState>
        </Card>
      </>
    );
  }
  return <AuditLog about={about} />;
}

function AuditLog({ about }: { readonly about: string }) {
  const filter = filterOf(new URLSearchParams(useSearchParams()));
  const log = useAuditLog(filter);
  const events = log.data?.pages.flatMap((page) => page.events);
  return (
    <>
      <PageHeader title="Audit log" help="auditLog" about={about}>
        <AuditExport filter={filter} />
      </PageHeader>
      <div className="space-y-3">
        <AuditFilters />
        {log.error !== null && (
          <ErrorState what="The audit log" error={log.error} onRetry={() => void log.refetch()} busy={log.isFetching} />
        )}
        {events === undefined && log.error === null && <Skeleton className="h-64" />}
        {events && (
          <Card aria-label="Events">
            {events.length === 0 ? (
              <EmptyState icon={ScrollText} title="No events like these">
                Widen the time, or clear the filters.
              </EmptyState>
            ) : (
              <ol className="text-[13px]">
                {events.map((event) => (
                  <AuditRow key={event.id} event={event} />
                ))}
              </ol>
            )}
            {log.hasNextPage && (
              <div className="border-border border-t p-3 text-center">
                <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
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
