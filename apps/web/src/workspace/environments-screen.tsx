"use client";

import { Layers, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { paths } from "../shell/paths.ts";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace, type WorkspaceEnvironment } from "../shell/workspace-context.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { CreateEnvironmentDialog } from "./create-environment-dialog.tsx";
import { RenameEnvironmentDialog } from "./rename-environment-dialog.tsx";

/** The environments of the workspace. */
export function EnvironmentsScreen() {
  const { environments, environmentId, place, workspaceName } = useWorkspace();
  const mayWrite = useCan("workspace:write");
  const [creating, setCreating] = useState(false);
  const [renaming, setRenaming] = useState<WorkspaceEnvironment | null>(null);
  return (
    <>
      <PageHeader
        title="Environments"
        about={`Of ${workspaceName}. Each has keys, secrets, deployments and metrics of its own; config versions are shared.`}
      >
        {mayWrite && (
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus /> Create environment
          </Button>
        )}
      </PageHeader>
      <div className="space-y-3">
        <PermissionNotice scope="workspace:write">Creating and renaming takes an admin or an owner.</PermissionNotice>
        <Card>
          <ul className="divide-y divide-border">
            {environments.map((environment) => (
              <li key={environment.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
                <Layers className="size-4 text-muted" aria-hidden />
                <Link
                  href={paths.overview({ ...place, environment: environment.name })}
                  className="font-medium text-[13px] underline-offset-2 hover:underline"
                >
                  {environment.name}
                </Link>
                {environment.id === environmentId && <Badge>You are here</Badge>}
                {mayWrite && (
                  <Button
                    size="sm"
                    className="ml-auto"
                    aria-label={`Rename ${environment.name}`}
                    onClick={() => setRenaming(environment)}
                  >
                    Rename
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      </div>
      {creating && <CreateEnvironmentDialog onClose={() => setCreating(false)} />}
      {renaming && <RenameEnvironmentDialog environment={renaming} onClose={() => setRenaming(null)} />}
    </>
  );
}
