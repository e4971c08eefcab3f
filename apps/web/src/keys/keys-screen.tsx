"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useDo } from "../commands/use-do.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Age, Time } from "../ui/time.tsx";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { KeyState } from "./key-state.tsx";
import { RevokeKeyDialog } from "./revoke-key-dialog.tsx";

type GatewayKey = Outputs["keys"]["list"][number];

/** What applications open the gateway with. */
export function KeysScreen() {
  const { environmentId, environmentName } = useWorkspace();
  const mayWrite = useCan("gateway-keys:write");
  const trpc = useTRPC();
  const keys = useQuery(trpc.keys.list.queryOptions({ environmentId }));
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<GatewayKey | null>(null);
  useDo("create-key", () => mayWrite && setCreating(true));
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
              <KeyTable keys={keys.data} onRevoke={mayWrite ? setRevoking : null} />
            )}
          </Card>
        )}
      </div>
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeKeyDialog gatewayKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function KeyTable({
  keys,
  onRevoke,
}: {
  readonly keys: readonly GatewayKey[];
  readonly onRevoke: ((key: GatewayKey) => void) | null;
}) {
  return (
    <Table label="Gateway keys">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Key</Th>
          <Th>State</Th>
          <Th>Routes</Th>
          <Th>Created</Th>
          <Th>Ends</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Tr key={key.id}>
            <Td className="whitespace-nowrap font-medium">{key.name}</Td>
            <Td className="whitespace-nowrap font-mono text-muted text-xs">{key.prefix}…</Td>
            <Td>
              <KeyState state={key.state} />
            </Td>
            <Td className="font-mono text-xs">{key.routes.join(", ") === "*" ? "all" : key.routes.join(", ")}</Td>
            <Td className="whitespace-nowrap text-muted">
              <Age atMs={key.createdAtMs} />
            </Td>
            <Td className="whitespace-nowrap text-muted">{endOf(key)}</Td>
            <Td className="text-right">
              {onRevoke !== null && key.state === "active" && (
                <Button size="sm" onClick={() => onRevoke(key)} aria-label={`Revoke ${key.name}`}>
                  Revoke
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function endOf({ revokedAtMs, expiresAtMs }: GatewayKey) {
  const atMs = revokedAtMs ?? expiresAtMs;
  return atMs === null ? "never" : <Time atMs={atMs} />;
}
