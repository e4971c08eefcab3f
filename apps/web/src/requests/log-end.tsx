"use client";

import { Button } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";

/** Below the last line: how to get older ones, and how far was looked when few fit. */
export function LogEnd({
  hasOlder,
  busy,
  lookedUntilMs,
  empty,
  onOlder,
}: {
  readonly hasOlder: boolean;
  readonly busy: boolean;
  readonly lookedUntilMs: number | null;
  readonly empty: boolean;
  readonly onOlder: () => void;
}) {
  if (!hasOlder) {
    return empty ? null : (
      <p className="border-border border-t p-3 text-center text-muted text-xs">There are no older ones.</p>
    );
  }
  return (
    <div className="space-y-2 border-border border-t p-3 text-center">
      {lookedUntilMs !== null && (
        <p className="text-muted text-xs" role="status">
          Looked through the log back to <Time atMs={lookedUntilMs} as="log" />. Older ones may fit.
        </p>
      )}
      <Button onClick={onOlder} busy={busy}>
        {lookedUntilMs === null ? "Load older" : "Look further back"}
      </Button>
    </div>
  );
}
