import { type CellCounts, mergeCounts, otherName, type RequestOutcome } from "@meridian/metrics";

/** Groups that an answer keeps apart. */
const maxGroups = 24;

type Grouped = {
  readonly startMs: number;
  readonly values: readonly string[];
  readonly outcome: RequestOutcome;
  readonly counts: CellCounts;
};

/** Groups with the most requests first, and the cells of each; `group` is an index into `groups`. */
export type Folded = {
  readonly groups: readonly (readonly string[])[];
  readonly foldedGroups: number;
  readonly cells: readonly (Omit<Grouped, "values"> & { readonly group: number })[];
};

/** Keeps the groups with the most requests apart and puts the rest together as "(other)". */
export function foldGroups(cells: readonly Grouped[]): Folded {
  const found = new Map<string, { readonly values: readonly string[]; requests: number }>();
  for (const { values, counts } of cells) {
    const key = JSON.stringify(values);
    const group = found.get(key);
    if (group) group.requests += counts.requests;
    else found.set(key, { values, requests: counts.requests });
  }
  const ranked = [...found].sort(([, a], [, b]) => b.requests - a.requests);
  const kept = ranked.slice(0, maxGroups);
  const groups = kept.map(([, { values }]) => values);
  const positions = new Map(kept.map(([key], index) => [key, index]));
  if (ranked.length > kept.length) {
    // Gateways that keep too many names apart say "(other)" too: it is the same group.
    const others = ranked.find(([, { values }]) => values.every((value) => value === otherName));
    const known = others && positions.get(others[0]);
    const position = known ?? groups.push(ranked[0]?.[1].values.map(() => otherName) ?? []) - 1;
    for (const [key] of ranked) if (!positions.has(key)) positions.set(key, position);
  }
  const folded = new Map<string, Folded["cells"][number]>();
  for (const { startMs, values, outcome, counts } of cells) {
    const group = positions.get(JSON.stringify(values)) ?? 0;
    const key = `${startMs} ${group} ${outcome}`;
    const before = folded.get(key);
    folded.set(key, { startMs, group, outcome, counts: before ? mergeCounts(before.counts, counts) : counts });
  }
  return { groups, foldedGroups: ranked.length - kept.length, cells: [...folded.values()] };
}
