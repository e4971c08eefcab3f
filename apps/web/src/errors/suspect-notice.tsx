"use client";

import { GitCommitHorizontal } from "lucide-react";
import Link from "next/link";
import { formatDuration } from "../format/format-duration.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Time } from "../ui/time.tsx";
import type { Insight } from "./insight.ts";

/** A deployment within the 30 minutes before it began: perhaps the cause, perhaps not. */
export function SuspectNotice({
  suspect,
  onsetMs,
}: {
  readonly suspect: NonNullable<Insight["suspect"]>;
  readonly onsetMs: number;
}) {
  const { place } = useWorkspace();
  const { kind, configVersion, createdByName, createdAtMs, reason } = suspect;
  return (
    <Callout
      tone="warn"
      icon={GitCommitHorizontal}
      title={`Suspect: v${configVersion} was ${kind === "rollback" ? "rolled back to" : "published"} ${formatDuration(Math.max(0, onsetMs - createdAtMs))} before this began`}
      actions={
        <Button asChild size="sm">
          <Link href={paths.version(place, configVersion)}>See v{configVersion}</Link>
        </Button>
      }
    >
      “{reason}”, by {createdByName}, <Time atMs={createdAtMs} />
    </Callout>
  );
}
