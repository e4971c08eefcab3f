"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberTable } from "./member-table.tsx";

/** Who is in the workspace, and as what. */
export function MembersScreen() {
  const { workspaceId, workspaceName } = useWorkspace();
  const mayWrite = useCan("members:write");
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions({ workspaceId }));
  const invitations = useQuery(trpc.invitations.list.queryOptions({ workspaceId }));
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageHeader
        title="Members"
        about={`Who works in ${workspaceName}. A change of role holds from the next click on.`}
      >
        {mayWrite && (
          <Button variant="primary" onClick={() => setInviting(true)} disabled={invitations.data === undefined}>
            <UserPlus /> Invite
          </Button>
        )}
      </PageHeader>
      <div className="space-y-3">
        <PermissionNotice scope="members:write">
          You can see who is here. Changing roles and inviting takes an admin or an owner.
        </PermissionNotice>
        {members.error !== null && (
          <ErrorState
            what="Members"
            error={members.error}
            onRetry={() => void members.refetch()}
            busy={members.isFetching}
          />
        )}
        {members.data === undefined && members.error === null && <Skeleton className="h-40" />}
        {members.data && (
          <Card>
            <MemberTable members={members.data} />
          </Card>
        )}
      </div>
      {inviting && <InviteDialog mail={invitations.data?.mail ?? false} onClose={() => setInviting(false)} />}
    </>
  );
}
