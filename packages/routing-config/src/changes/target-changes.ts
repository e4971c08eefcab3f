import { languageDefaults } from "../defaults.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { ConfigChange, TargetPlace } from "./config-change.ts";

/** What became different about a route's targets. `renamed` maps earlier names of upstreams to their new ones. */
export const targetChanges = (
  route: string,
  before: RouteDocument,
  after: RouteDocument,
  renamed: ReadonlyMap<string, string>,
): readonly ConfigChange[] => {
  const earlier = new Map([...targetPlaces(before)].map(([name, place]) => [renamed.get(name) ?? name, place]));
  const later = targetPlaces(after);
  const changes: ConfigChange[] = [];
  for (const [upstream, place] of later) {
    const previous = earlier.get(upstream);
    const change = { subject: "route", route, upstream } as const;
    if (previous === undefined) changes.push({ ...change, kind: "target_added", after: place });
    else if (previous.priority !== place.priority)
      changes.push({ ...change, kind: "target_moved", before: previous, after: place });
    else if (isWeighedAnew(previous, place))
      changes.push({ ...change, kind: "target_weighed", before: previous, after: place });
  }
  for (const [upstream, place] of earlier) {
    if (!later.has(upstream))
      changes.push({ subject: "route", route, kind: "target_removed", upstream, before: place });
  }
  return changes;
};

/** Where shares are known on both sides they say it all: weights 1 and 1 are weights 50 and 50. */
const isWeighedAnew = (before: TargetPlace, after: TargetPlace): boolean => {
  if (before.share === null && after.share === null) return before.weight !== after.weight;
  return before.share === null || after.share === null ? false : Math.abs(before.share - after.share) > 1e-9;
};

/** Targets by upstream, with their share of their priority where the policy divides by weight. */
export const targetPlaces = ({ policy, targets }: RouteDocument): ReadonlyMap<string, TargetPlace> => {
  const kind = typeof policy === "string" ? policy : policy.kind;
  const standard = languageDefaults.target;
  const placed = targets.map(({ upstream, priority, weight }) => ({
    upstream,
    priority: priority ?? standard.priority,
    weight: weight ?? standard.weight,
  }));
  const sums = new Map<number, number>();
  for (const { priority, weight } of placed) sums.set(priority, (sums.get(priority) ?? 0) + weight);
  const first = Math.min(...sums.keys());
  return new Map(
    placed.map(({ upstream, priority, weight }) => [
      upstream,
      {
        priority,
        weight,
        share: kind === "weighted" ? weight / (sums.get(priority) ?? weight) : null,
        isFirst: priority === first,
      },
    ]),
  );
};
