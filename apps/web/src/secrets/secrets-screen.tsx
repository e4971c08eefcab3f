"use client";

import { useQuery } from "@tanstack/react-query";
import { Fingerprint, Plus } from "lucide-react";
import { useState } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CreateSecretDialog } from "./create-secret-dialog.tsx";
import { DeleteSecretDialog } from "./delete-secret-dialog.tsx";
import { RotateSecretDialog } from "./rotate-secret-dialog.tsx";
import { SecretHostsDialog } from "./secret-hosts-dialog.tsx";
import { type Secret, type SecretAct, SecretTable } from "./secret-table.tsx";

const dialogs = {
  rotate: RotateSecretDialog,
  hosts: SecretHostsDialog,
  delete: DeleteSecretDialog,
} as const satisfies Record<SecretAct, unknown>;

/** What gateways open providers with. */
export function SecretsScreen() {
  const { environmentId, environmentName } = useWorkspace();
  const mayWrite = useCan("secrets:write");
  const trpc = useTRPC();
  // Last use comes by itself, told by gateways twice a minute.
  const secrets = useQuery({ ...trpc.secrets.list.queryOptions({ environmentId }), refetchInterval: 15_000 });
  const [creating, setCreating] = useState(false);
  const [acting, setActing] = useState<{ readonly act: SecretAct; readonly secret: Secret } | null>(null);
  const Acting = acting && dialogs[acting.act];
  const createButton = mayWrite && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus /> Add secret
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Secrets"
        help="secret"
        about={`Provider credentials of ${environmentName}. Sealed when they are stored; nobody can read a value back.`}
      >
        {createButton}
      </PageHeader>
      <div className="space-y-3">
        <PermissionNotice scope="secrets:write">
          You can see which secrets there are. Changing them takes an engineer or an admin.
        </PermissionNotice>
        {secrets.error !== null && (
          <ErrorState
            what="Secrets"
            error={secrets.error}
            onRetry={() => void secrets.refetch()}
            busy={secrets.isFetching}
          />
        )}
        {secrets.data === undefined && secrets.error === null && <Skeleton className="h-40" />}
        {secrets.data && (
          <Card>
            {secrets.data.length === 0 ? (
              <EmptyState icon={Fingerprint} title="No secrets yet" action={createButton}>
                An upstream that wants an API key names its secret in the routing config, as{" "}
                <code className="font-mono">{"${secret.NAME}"}</code>.
              </EmptyState>
            ) : (
              <SecretTable
                secrets={secrets.data}
                onAct={mayWrite ? (act, secret) => setActing({ act, secret }) : null}
              />
            )}
          </Card>
        )}
      </div>
      {creating && <CreateSecretDialog onClose={() => setCreating(false)} />}
      {acting && Acting && <Acting secret={acting.secret} onClose={() => setActing(null)} />}
    </>
  );
}
