"use client";

import { useQuery } from "@tanstack/react-query";
import { PageHeader } from "../shell/page-header.tsx";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CellWidths } from "./cell-widths.tsx";
import { RetentionForm } from "./retention-form.tsx";

/** How long what is kept, and the room it takes. */
export function RetentionScreen() {
  const { environmentId, environmentName } = useWorkspace();
  const trpc = useTRPC();
  const settings = useQuery(trpc.retention.get.queryOptions({ environmentId }));
  return (
    <>
      <PageHeader
        title="Retention"
        about={`How long ${environmentName} keeps what it has seen. The audit log is kept for ever.`}
      />
      <div className="space-y-3">
        <PermissionNotice scope="retention:write">
          You can see how long things are kept. Changing it takes an owner or an admin.
        </PermissionNotice>
        {settings.error !== null && (
          <ErrorState
            what="Retention"
            error={settings.error}
            onRetry={() => void settings.refetch()}
            busy={settings.isFetching}
          />
        )}
        {settings.data === undefined && settings.error === null && <Skeleton className="h-64" />}
        {settings.data && (
          <>
            <RetentionForm key={JSON.stringify(settings.data.own)} settings={settings.data} />
            <CellWidths settings={settings.data} />
          </>
        )}
      </div>
    </>
  );
}
