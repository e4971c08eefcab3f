"use client";

import { useQuery } from "@tanstack/react-query";
import { Hand, Plus } from "lucide-react";
import { useState } from "react";
import { useDo } from "../commands/use-do.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CreateOverrideDialog } from "./create-override-dialog.tsx";
import { OverrideTable } from "./override-table.tsx";

/** Orders that stand above the config, now and before. */
export function OverridesScreen() {
  const { environmentId, environmentName } = useWorkspace();
  const mayWrite = useCan("overrides:write");
  const trpc = useTRPC();
  const overrides = useQuery({ ...trpc.overrides.list.queryOptions({ environmentId }), refetchInterval: 10_000 });
  // The upstream that an order begins with; null while none is given.
  const [creating, setCreating] = useState<string | null>(null);
  useDo("give-override", (upstream) => mayWrite && setCreating(upstream));
  const createButton = mayWrite && (
    <Button variant="primary" onClick={() => setCreating("")}>
      <Plus /> Give an override
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Overrides"
        help="override"
        about={`Orders above the config of ${environmentName}, for minutes to days: drain an upstream, cap its share, force a route.`}
      >
        {createButton}
      </PageHeader>
      <div className="space-y-3">
        <PermissionNotice scope="overrides:write">
          You can see what is ordered. Giving and cancelling orders takes an engineer or an admin.
        </PermissionNotice>
        {overrides.error !== null && (
          <ErrorState
            what="Overrides"
            error={overrides.error}
            onRetry={() => void overrides.refetch()}
            busy={overrides.isFetching}
          />
        )}
        {overrides.data === undefined && overrides.error === null && <Skeleton className="h-40" />}
        {overrides.data && (
          <Card>
            {overrides.data.length === 0 ? (
              <EmptyState icon={Hand} title="No overrides yet" action={createButton}>
                When an upstream misbehaves, drain it here: gateways follow within a second, and the order ends by
                itself.
              </EmptyState>
            ) : (
              <OverrideTable overrides={overrides.data} mayCancel={mayWrite} />
            )}
          </Card>
        )}
      </div>
      {creating !== null && <CreateOverrideDialog upstream={creating} onClose={() => setCreating(null)} />}
    </>
  );
}
