import { matchPattern } from "@meridian/routing";
import type { Finding } from "../finding.ts";
import { listInWords } from "../nearest-name.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { DocumentCheck } from "./document-check.ts";

/** A route's requirements leave at least one of its targets; a target that they exclude is never used. */
export const checkRequirements: DocumentCheck = (document, _options, broken) => {
  const exclusion = createExclusion();
  return Object.entries(document.routes).flatMap(([name, route]) => {
    const { requirements } = route;
    if (requirements === undefined || route.targets.length === 0 || broken.touches(["routes", name, "requirements"]))
      return [];
    const reasons = route.targets.map(({ upstream }) => {
      if (!Object.hasOwn(document.upstreams, upstream) || broken.touches(["upstreams", upstream])) return null;
      const definition = document.upstreams[upstream];
      return definition === undefined ? null : exclusion(requirements, definition);
    });
    if (reasons.every((reason) => reason !== null)) return [noTargetLeft(name, route, reasons)];
    return reasons.flatMap((reason, index) => (reason === null ? [] : neverUsed(name, route, index, reason)));
  });
};

/** Comparisons of regions with patterns in one document; beyond it an upstream counts as permitted, and routing decides. */
const mostComparisons = 200_000;

/** As many lacking tags are named. */
const mostNamed = 3;

type Requirements = NonNullable<RouteDocument["requirements"]>;

/**
 * Why requirements exclude an upstream; null when they do not. Its time stays in proportion to the document, however
 * many targets, requirements and tags it crosses.
 */
const createExclusion = (): ((requirements: Requirements, upstream: UpstreamDocument) => string | null) => {
  const tagsOf = new Map<UpstreamDocument, ReadonlySet<string>>();
  let comparisons = 0;
  return ({ tags = [], regions = [] }, upstream) => {
    const present = tagsOf.get(upstream) ?? new Set(upstream.tags);
    tagsOf.set(upstream, present);
    const lacking: string[] = [];
    for (const tag of tags) {
      if (!present.has(tag)) lacking.push(tag);
      if (lacking.length === mostNamed) break;
    }
    if (lacking.length > 0) return `lacks the ${lacking.length === 1 ? "tag" : "tags"} ${listInWords(lacking, "and")}`;
    if (regions.length === 0) return null;
    const { region } = upstream;
    if (region === undefined) return "has no region";
    comparisons += regions.length;
    if (comparisons > mostComparisons) return null;
    return regions.some((pattern) => matchPattern(pattern, region)) ? null : `is in the region \`${region}\``;
  };
};

const noTargetLeft = (name: string, route: RouteDocument, reasons: readonly (string | null)[]): Finding => ({
  code: "no_target_left",
  severity: "error",
  path: ["routes", name, "requirements"],
  at: "key",
  message: `The requirements of \`${name}\` exclude every target: no request could be served.`,
  hint: () =>
    `${route.targets
      .slice(0, 3)
      .map(({ upstream }, index) => `\`${upstream}\` ${reasons[index]}`)
      .join("; ")}${route.targets.length > 3 ? `; and ${route.targets.length - 3} more` : ""}.`,
});

const neverUsed = (name: string, route: RouteDocument, index: number, reason: string): readonly Finding[] => {
  const upstream = route.targets[index]?.upstream;
  const canary = route.canary?.upstream === upstream;
  const finding = (path: YamlPath): Finding => ({
    code: "target_never_used",
    severity: "warning",
    path: ["routes", name, ...path],
    message: `\`${upstream}\` never serves this route: it ${reason}.`,
    hint: "Remove the target, or mend the upstream or the requirements.",
  });
  return [finding(["targets", index, "upstream"]), ...(canary ? [finding(["canary", "upstream"])] : [])];
};
