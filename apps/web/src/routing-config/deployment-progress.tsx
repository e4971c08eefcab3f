"use client";

import { CircleCheck } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { GatewayProgress } from "./gateway-progress.tsx";
import { isSettled } from "./is-settled.ts";
import { useApplicationStatus } from "./use-application-status.ts";

/** What happens after publish and rollback: waits with the person until every gateway has the version. */
export function DeploymentProgress({
  title,
  configVersion,
  onClose,
}: {
  readonly title: string;
  readonly configVersion: number;
  readonly onClose: () => void;
}) {
  const status = useApplicationStatus();
  const mine = status.data?.configVersion === configVersion ? status.data : null;
  const rejected = mine?.gateways.some(({ alive, state }) => alive && state === "rejected") ?? false;
  const settled = mine !== null && isSettled(mine);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={settled ? undefined : "Waiting for the gateways. You may close this: it goes on without you."}
      footer={
        <Button variant={settled ? "primary" : "secondary"} onClick={onClose}>
          {settled ? "Done" : "Close"}
        </Button>
      }
    >
      {status.error !== null && <ErrorState what="The gateways' answers" error={status.error} />}
      {mine === null ? <Skeleton className="h-12" /> : <GatewayProgress status={mine} />}
      {settled && !rejected && (
        <Callout tone="good" icon={CircleCheck}>
          Every gateway serves v{configVersion}. Streams that were under way end on the version they began with.
        </Callout>
      )}
      {rejected && (
        <Callout tone="bad" title="A gateway could not use this version">
          It goes on with the one it had. Mend what it says above and publish again, or roll back.
        </Callout>
      )}
    </Dialog>
  );
}
