"use client";

import { Pencil, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { paths } from "../shell/paths.ts";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { ActiveDeploymentCard } from "./active-deployment-card.tsx";
import { RollBackDialog } from "./roll-back-dialog.tsx";
import { VersionList } from "./version-list.tsx";

/** How traffic is routed: what serves now, and every version there was. */
export function RoutingScreen() {
  const { place } = useWorkspace();
  const mayAdd = useCan("upstreams:test");
  const mayPublish = useCan("routing-config:publish");
  const [rollBackTo, setRollBackTo] = useState<number | null>(null);
  return (
    <>
      <PageHeader title="Routing" help="configVersion" about="Where requests go, as a versioned document">
        {mayAdd && (
          <Button asChild>
            <Link href={paths.addUpstream(place)}>
              <Plus /> Add upstream
            </Link>
          </Button>
        )}
        {mayPublish && (
          <Button asChild variant="primary">
            <Link href={paths.editor(place)}>
              <Pencil /> Edit config
            </Link>
          </Button>
        )}
      </PageHeader>
      <div className="space-y-3">
        <PermissionNotice scope="routing-config:publish">
          You can read and compare every version. Publishing and rolling back take an engineer, a domain expert or an
          admin.
        </PermissionNotice>
        <ActiveDeploymentCard />
        <VersionList onRollBack={setRollBackTo} />
      </div>
      {rollBackTo !== null && <RollBackDialog toVersion={rollBackTo} onClose={() => setRollBackTo(null)} />}
    </>
  );
}
