"use client";

import { useMutation } from "@tanstack/react-query";
import { LogOut, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { WorkspaceLimitsCard } from "../limits/workspace-limits-card.tsx";
import { LeaveDialog } from "../people/leave-dialog.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { CreateWorkspaceDialog } from "./create-workspace-dialog.tsx";
import { RenameForm } from "./rename-form.tsx";

/** The workspace as a whole. */
export function WorkspaceScreen() {
  const { workspaceId, workspaceName, place } = useWorkspace();
  const mayWrite = useCan("workspace:write");
  const router = useRouter();
  const [open, setOpen] = useState<"create" | "leave" | null>(null);
  const rename = useMutation({
    ...useTRPC().workspace.rename.mutationOptions(),
    onSuccess: () => {
      toast("Workspace renamed");
      router.refresh();
    },
  });
  return (
    <>
      <PageHeader
        title="Workspace"
        about="One team: its members, config versions and environments. Nothing is shared with others."
      />
      <div className="space-y-3">
        <PermissionNotice scope="workspace:write">
          Renaming it and setting its limits takes an admin or an owner.
        </PermissionNotice>
        <Card className="p-4">
          <RenameForm
            label="Name"
            hint={`Its address, /${place.workspace}, stays.`}
            value={workspaceName}
            maxLength={64}
            disabled={!mayWrite}
            busy={rename.isPending}
            error={rename.error}
            onSave={(name) => rename.mutate({ workspaceId, name })}
          />
        </Card>
        <WorkspaceLimitsCard />
        {mayWrite && (
          <Card className="flex flex-wrap items-center gap-3 p-4">
            <p className="min-w-0 flex-1 basis-60 text-[13px]">
              Another team, or another company? A workspace of its own shares nothing with this one.
            </p>
            <Button onClick={() => setOpen("create")}>
              <Plus /> Create workspace
            </Button>
          </Card>
        )}
        <Card className="flex flex-wrap items-center gap-3 p-4">
          <p className="min-w-0 flex-1 basis-60 text-[13px]">
            You can leave {workspaceName} at any time, unless you are its only owner.
          </p>
          <Button onClick={() => setOpen("leave")}>
            <LogOut /> Leave workspace
          </Button>
        </Card>
      </div>
      {open === "create" && <CreateWorkspaceDialog onClose={() => setOpen(null)} />}
      {open === "leave" && <LeaveDialog onClose={() => setOpen(null)} />}
    </>
  );
}
