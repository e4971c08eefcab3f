"use client";

import { formatDateTime } from "../format/format-time.ts";
import { useNow } from "../ui/use-now.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** On paper only: where the figures are from and when they were printed. */
export function PrintHeading() {
  const { workspaceName, environmentName } = useWorkspace();
  const nowMs = useNow(60_000);
  return (
    <p className="mb-3 hidden border-border border-b pb-1 text-muted text-xs print:block">
      Meridian · {workspaceName} · {environmentName}
      {nowMs !== 0 && ` · printed ${formatDateTime(nowMs)}`}
    </p>
  );
}
