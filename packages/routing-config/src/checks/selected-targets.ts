import { matchPattern } from "@meridian/routing";
import type { RoutingDocument } from "../schema/document.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";

type Selection = NonNullable<RouteDocument["rules"]>[number]["prefer"];

/** With more tags and patterns, times targets, nothing is compared and nothing said. */
const mostComparisons = 100_000;

/** Whether a selection fits one of the targets, as far as the document tells. */
export function selectsATarget(
  { upstreams: named, tags = [], regions }: Selection,
  targets: RouteDocument["targets"],
  upstreams: RoutingDocument["upstreams"],
): boolean {
  if (targets.length * (tags.length + (regions?.length ?? 0)) > mostComparisons) return true;
  const names = named && new Set(named);
  const fits = (name: string, { tags: own, region }: UpstreamDocument): boolean => {
    if (names && !names.has(name)) return false;
    const present = new Set(own);
    if (!tags.every((tag) => present.has(tag))) return false;
    return regions === undefined || (region !== undefined && regions.some((pattern) => matchPattern(pattern, region)));
  };
  return [...new Set(targets.map(({ upstream }) => upstream))].some((name) => {
    const upstream = Object.hasOwn(upstreams, name) ? upstreams[name] : undefined;
    return upstream === undefined || fits(name, upstream);
  });
}
