import { matchPattern } from "@meridian/routing";
import type { Finding } from "../finding.ts";
import { listInWords } from "../nearest-name.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";
import type { DocumentCheck } from "./document-check.ts";

/** A route's requirements leave at least one of its targets; a target that they exclude is never used. */
export const checkRequirements: DocumentCheck = (document, _options, broken) =>
  Object.entries(document.routes).flatMap(([name, route]) => {
    const { requirements } = route;
    if (requirements === undefined || route.targets.length === 0 || broken.touches(["routes", name, "requirements"]))
      return [];
    const reasons = route.targets.map(({ upstream }) => {
      if (!Object.hasOwn(document.upstreams, upstream) || broken.touches(["upstreams", upstream])) return null;
      const definition = document.upstreams[upstream];
      return definition === undefined ? null : exclusion(requirements, definition);
    });
    if (reasons.every((reason) => reason !== null)) return [noTargetLeft(name, route, reasons)];
    return reasons.flatMap((reason, index) => (reason === null ? [] : [neverUsed(name, route, index, reason)]));
  });

/** Why the requirements exclude the upstream; null when they do not. */
const exclusion = (
  requirements: NonNullable<RouteDocument["requirements"]>,
  upstream: UpstreamDocument,
): string | null => {
  const lacking = (requirements.tags ?? []).filter((tag) => !(upstream.tags ?? []).includes(tag));
  if (lacking.length > 0) return `lacks the ${lacking.length === 1 ? "tag" : "tags"} ${listInWords(lacking, "and")}`;
  const regions = requirements.regions ?? [];
  if (regions.length === 0) return null;
  if (upstream.region === undefined) return "has no region";
  const { region } = upstream;
  return regions.some((pattern) => matchPattern(pattern, region)) ? null : `is in the region \`${region}\``;
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

const neverUsed = (name: string, route: RouteDocument, index: number, reason: string): Finding => ({
  code: "target_never_used",
  severity: "warning",
  path: ["routes", name, "targets", index, "upstream"],
  message: `\`${route.targets[index]?.upstream}\` never serves this route: it ${reason}.`,
  hint: "Remove the target, or mend the upstream or the requirements.",
});
