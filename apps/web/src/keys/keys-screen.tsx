"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
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
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { EditKeyDialog } from "./edit-key-dialog.tsx";
import { EndPreviousDialog } from "./end-previous-dialog.tsx";
import type { GatewayKey } from "./key-form.ts";
import { type KeyAct, KeyTable } from "./key-table.tsx";
import { ReRollKeyDialog } from "./re-roll-key-dialog.tsx";
import { RevokeKeyDialog } from "./revoke-key-dialog.tsx";

const dialogs = {
  edit: EditKeyDialog,
  "re-roll": ReRollKeyDialog,
  "end-previous": EndPreviousDialog,
  revoke: RevokeKeyDialog,
} as const satisfies Record<KeyAct, unknown>;

/** What applications open the gateway with. */
export function KeysScreen() {
  const { environmentId, environmentName } = useWorkspace();
  const mayWrite = useCan("gateway-keys:write");
  const trpc = useTRPC();
  // Last use comes by itself, told by gateways twice a minute.
  const keys = useQuery({ ...trpc.keys.list.queryOptions({ environmentId }), refetchInterval: 15_000 });
  const spendLimited = keys.data?.some(({ limits }) => limits.spend !== undefined) === true;
  const spends = useQuery({
    ...trpc.keys.spend.queryOptions({ environmentId }),
    enabled: spendLimited,
    refetchInterval: 15_000,
  });
  const spendOf = new Map(spends.data?.map((spend) => [spend.keyId, spend]));
  const [creating, setCreating] = useState(false);
  const [acting, setActing] = useState<{ readonly act: KeyAct; readonly key: GatewayKey } | null>(null);
  useDo("create-key", () => mayWrite && setCreating(true));
  const Acting = acting && dialogs[acting.act];
  const createButton = mayWrite && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus /> Create key
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Keys"
        help="gatewayKey"
        about={`What applications open the gateway of ${environmentName} with`}
      >
        {createButton}
      </PageHeader>
      <div className="space-y-3">
        <PermissionNotice scope="gateway-keys:write">
          You can see which keys there are. Creating and revoking takes an engineer or an admin.
        </PermissionNotice>
        {keys.error !== null && (
          <ErrorState what="Keys" error={keys.error} onRetry={() => void keys.refetch()} busy={keys.isFetching} />
        )}
        {keys.data === undefined && keys.error === null && <Skeleton className="h-40" />}
        {keys.data && (
          <Card>
            {keys.data.length === 0 ? (
              <EmptyState icon={KeyRound} title="No keys yet" action={createButton}>
                An application needs one to send requests to the gateway.
              </EmptyState>
            ) : (
              <KeyTable
                keys={keys.data}
                spends={spendOf}
                onAct={mayWrite ? (act, key) => setActing({ act, key }) : null}
              />
            )}
          </Card>
        )}
      </div>
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
      {acting && Acting && <Acting gatewayKey={acting.key} onClose={() => setActing(null)} />}
    </>
  );
}
