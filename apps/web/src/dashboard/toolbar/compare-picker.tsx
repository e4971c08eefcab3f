"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../../shell/workspace-context.tsx";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Select } from "../../ui/select.tsx";
import type { Comparison } from "../view/view.ts";

/** What to lay beside the traffic: nothing, the period before, or one config version beside another. */
export function ComparePicker({
  compare,
  onCompare,
}: {
  readonly compare: Comparison;
  readonly onCompare: (compare: Comparison) => void;
}) {
  const { workspaceId, environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.routingConfig.versions.queryOptions({ workspaceId, environmentId }));
  const served = (data?.versions ?? []).filter((version) => version.served).map(({ number }) => number);
  const [newest, older] = served;
  const choose = (kind: string) => {
    if (kind === "versions" && newest !== undefined && older !== undefined) onCompare({ kind, a: older, b: newest });
    else onCompare({ kind: kind === "previous" ? kind : "none" });
  };
  const known =
    compare.kind === "versions" ? [...new Set([compare.a, compare.b, ...served])].toSorted((a, b) => b - a) : [];
  const version = (label: string, value: number, other: number, onChange: (value: number) => void) => (
    <Select aria-label={label} value={value} onChange={({ target }) => onChange(Number(target.value))}>
      {known.map((number) => (
        <option key={number} value={number} disabled={number === other}>
          v{number}
        </option>
      ))}
    </Select>
  );
  return (
    <>
      <Select aria-label="Compare with" value={compare.kind} onChange={({ target }) => choose(target.value)}>
        <option value="none">No comparison</option>
        <option value="previous">Previous period</option>
        <option value="versions" disabled={compare.kind !== "versions" && older === undefined}>
          {older === undefined && compare.kind !== "versions" ? "Config versions (only one served)" : "Config versions"}
        </option>
      </Select>
      {compare.kind === "versions" && (
        <span className="inline-flex items-center gap-1.5 text-muted text-xs">
          {version("First version", compare.a, compare.b, (a) => onCompare({ ...compare, a }))}
          with
          {version("Second version", compare.b, compare.a, (b) => onCompare({ ...compare, b }))}
        </span>
      )}
    </>
  );
}
