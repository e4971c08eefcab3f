"use client";

import { CircleCheck, CircleX, Hourglass } from "lucide-react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Age, Time } from "../ui/time.tsx";
import { useNow } from "../ui/use-now.ts";
import { orderWords, type OverrideEntry, timeLeft } from "./override-words.ts";
import { useCancelOverride } from "./use-cancel-override.ts";

/** Every override with who gave it, why, and how it stands; the time left runs. */
export function OverrideTable({
  overrides,
  mayCancel,
}: {
  readonly overrides: readonly OverrideEntry[];
  readonly mayCancel: boolean;
}) {
  const { environmentId } = useWorkspace();
  const nowMs = useNow(1_000);
  const cancel = useCancelOverride();
  return (
    <Table label="Overrides">
      <thead>
        <tr>
          <Th>Order</Th>
          <Th>State</Th>
          <Th>Reason</Th>
          <Th>Given</Th>
          <Th>Ends</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {overrides.map((entry) => {
          const { override, createdAtMs, createdBy } = entry;
          const standing = entry.state === "active" && override.expiresAtMs > nowMs;
          return (
            <Tr key={override.id}>
              <Td className="whitespace-nowrap font-medium">{orderWords(override)}</Td>
              <Td>
                <OverrideState state={entry.state === "active" && !standing ? "expired" : entry.state} />
              </Td>
              <Td className="min-w-40 max-w-80 break-words">{override.reason}</Td>
              <Td className="whitespace-nowrap text-muted">
                <Age atMs={createdAtMs} />
                {createdBy !== null && <span className="block text-xs">by {createdBy}</span>}
              </Td>
              <Td className="whitespace-nowrap text-muted">
                <End entry={entry} leftMs={standing && nowMs > 0 ? override.expiresAtMs - nowMs : null} />
              </Td>
              <Td className="sticky right-0 bg-surface text-right">
                {mayCancel && standing && (
                  <Button
                    size="sm"
                    busy={cancel.isPending && cancel.variables.overrideId === override.id}
                    onClick={() => cancel.mutate({ environmentId, overrideId: override.id })}
                    aria-label={`Cancel: ${orderWords(override)}`}
                  >
                    Cancel
                  </Button>
                )}
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function End({ entry, leftMs }: { readonly entry: OverrideEntry; readonly leftMs: number | null }) {
  const { override, cancelledAtMs, cancelledBy } = entry;
  if (cancelledAtMs !== null) {
    return (
      <>
        <Time atMs={cancelledAtMs} />
        {cancelledBy !== null && <span className="block text-xs">by {cancelledBy}</span>}
      </>
    );
  }
  return (
    <>
      {leftMs !== null && <span className="block font-medium text-foreground">in {timeLeft(leftMs)}</span>}
      <Time atMs={override.expiresAtMs} />
    </>
  );
}

function OverrideState({ state }: Pick<OverrideEntry, "state">) {
  if (state === "active") {
    return (
      <Badge tone="warn" icon={CircleCheck}>
        Active
      </Badge>
    );
  }
  return state === "expired" ? <Badge icon={Hourglass}>Expired</Badge> : <Badge icon={CircleX}>Canceled</Badge>;
}
