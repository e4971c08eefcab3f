import type { Upstream } from "../routing-table.ts";
import type { UpstreamSelection } from "../upstream-selection.ts";
import { matchAny } from "./match-pattern.ts";

/** Whether an upstream fits every part that the selection gives. */
export function selects(
  { names, tags, regions }: UpstreamSelection,
  upstream: Pick<Upstream, "name" | "tags" | "region">,
): boolean {
  if (names !== null && !names.includes(upstream.name)) return false;
  if (tags !== null && !tags.every((tag) => upstream.tags.includes(tag))) return false;
  return regions === null || (upstream.region !== null && matchAny(regions, upstream.region));
}
