"use client";

import { useQuery } from "@tanstack/react-query";
import { GitMerge } from "lucide-react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Age } from "../ui/time.tsx";
import { ChangeSummary } from "./change-summary.tsx";

/** Something else serves than what this text was made from: who did it, what it changed, and how to go on. */
export function ConflictNotice({
  baseVersion,
  activeNumber,
  onCompare,
  onRebase,
}: {
  readonly baseVersion: number | null;
  readonly activeNumber: number;
  readonly onCompare: () => void;
  readonly onRebase: () => void;
}) {
  const { workspaceId, environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.routingConfig.versions.queryOptions({ workspaceId, environmentId }));
  const since = data?.versions.filter(({ number, served }) => served && number > (baseVersion ?? 0)) ?? [];
  return (
    <Callout
      tone="warn"
      role="alert"
      icon={GitMerge}
      title={`v${activeNumber} serves now, and your text was made from ${baseVersion === null ? "nothing" : `v${baseVersion}`}`}
      actions={
        <>
          <Button size="sm" onClick={onCompare}>
            Compare with v{activeNumber}
          </Button>
          <Button size="sm" onClick={onRebase}>
            Keep my text, build on v{activeNumber}
          </Button>
        </>
      }
    >
      {since.map((version) => (
        <div key={version.number} className="mt-1">
          <p>
            v{version.number} by {version.authorName} <Age atMs={version.createdAtMs} />: {version.message}
          </p>
          <ChangeSummary changes={version.summary} most={4} />
        </div>
      ))}
      <p className="mt-1 text-muted">
        Your text is unchanged. If you keep it as it is, it undoes what the other version changed in the same places.
      </p>
    </Callout>
  );
}
