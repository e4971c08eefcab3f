"use client";

import { useQuery } from "@tanstack/react-query";
import { MailPlus, UserPlus } from "lucide-react";
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
import { InvitationTable } from "./invitation-table.tsx";
import { InviteDialog } from "./invite-dialog.tsx";

/** Links that make members. */
export function InvitationsScreen() {
  const { workspaceId, workspaceName } = useWorkspace();
  const mayInvite = useCan("members:write");
  const trpc = useTRPC();
  // What the worker does with a mail shows without reloading.
  const list = useQuery({ ...trpc.invitations.list.queryOptions({ workspaceId }), refetchInterval: 5_000 });
  const [inviting, setInviting] = useState(false);
  const button = mayInvite && (
    <Button variant="primary" onClick={() => setInviting(true)} disabled={list.data === undefined}>
      <UserPlus /> Invite
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Invitations"
        about={`One-time links into ${workspaceName}. Only a fingerprint of each is kept.`}
      >
        {button}
      </PageHeader>
      <div className="space-y-3">
        <PermissionNotice scope="members:write">
          You can see who is invited. Inviting and revoking takes an admin or an owner.
        </PermissionNotice>
        {list.error !== null && (
          <ErrorState
            what="Invitations"
            error={list.error}
            onRetry={() => void list.refetch()}
            busy={list.isFetching}
          />
        )}
        {list.data === undefined && list.error === null && <Skeleton className="h-40" />}
        {list.data && (
          <Card>
            {list.data.invitations.length === 0 ? (
              <EmptyState icon={MailPlus} title="Nobody is invited" action={button}>
                An invitation is a link that works once, for 7 days, and makes whoever opens it a member with the role
                you choose.
              </EmptyState>
            ) : (
              <InvitationTable invitations={list.data.invitations} mail={list.data.mail} mayWrite={mayInvite} />
            )}
          </Card>
        )}
      </div>
      {inviting && <InviteDialog mail={list.data?.mail ?? false} onClose={() => setInviting(false)} />}
    </>
  );
}
