import type { RequestFilter, RequestGroup } from "@meridian/db";

/** What requests can be narrowed down by, each with its most frequent values. */
export const facetNames = [
  "outcome",
  "route",
  "model",
  "upstream",
  "keyId",
  "configVersion",
  "promptVariant",
  "region",
  "status",
  "errorCode",
  "stream",
] as const satisfies readonly (keyof RequestFilter & keyof RequestGroup)[];
export type FacetName = (typeof facetNames)[number];

/** One choice of a facet. `label` differs from the value where people know it by another name. */
export type FacetValue = {
  readonly value: string | number | boolean;
  readonly label: string;
  readonly requests: number;
};

const mostValues = 50;

/** For each facet how many requests would fit with each of its values, all other filters as they are. Most frequent first. */
export function facetCounts(
  groups: readonly RequestGroup[],
  filter: RequestFilter,
): Readonly<Record<FacetName, readonly FacetValue[]>> {
  const counts = (facet: FacetName): FacetValue[] => {
    const values = new Map<string | number | boolean, { label: string; requests: number }>();
    for (const group of groups) {
      const value = group[facet];
      if (value === null || !fits(group, filter, facet)) continue;
      const seen = values.get(value) ?? { label: labelOf(group, facet), requests: 0 };
      values.set(value, { ...seen, requests: seen.requests + group.requests });
    }
    return [...values]
      .map(([value, each]) => ({ value, ...each }))
      .sort((a, b) => b.requests - a.requests || a.label.localeCompare(b.label))
      .slice(0, mostValues);
  };
  return Object.fromEntries(facetNames.map((facet) => [facet, counts(facet)])) as Record<FacetName, FacetValue[]>;
}

/** How many of the requests a filter fits. */
export function countFitting(groups: readonly RequestGroup[], filter: RequestFilter): number {
  return groups.reduce((sum, group) => sum + (fits(group, filter, null) ? group.requests : 0), 0);
}

const fits = (group: RequestGroup, filter: RequestFilter, except: FacetName | null): boolean =>
  facetNames.every((name) => name === except || filter[name] === undefined || filter[name] === group[name]);

const labelOf = (group: RequestGroup, facet: FacetName): string =>
  facet === "keyId" ? (group.keyName ?? String(group.keyId)) : String(group[facet]);
