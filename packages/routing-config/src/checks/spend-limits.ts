import type { Finding } from "../finding.ts";
import type { RoutingDocument } from "../schema/document.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { DocumentCheck } from "./document-check.ts";
import { selectsATarget } from "./selected-targets.ts";

/** What is spent is known by prices: without one a limit never ends anything. What is to come first then has to be a target. */
export const checkSpendLimits: DocumentCheck = ({ upstreams, routes }, _options, broken) => [
  ...Object.entries(upstreams).flatMap(([name, { limits, price }]) =>
    limits?.spend === undefined || price !== undefined || broken.touches(["upstreams", name])
      ? []
      : [unpriced(["upstreams", name, "limits", "spend"], [name])],
  ),
  ...Object.entries(routes).flatMap(([name, { spend_limit, targets }]) => {
    if (spend_limit === undefined || broken.touches(["upstreams"])) return [];
    const without = targets
      .map(({ upstream }) => upstream)
      .filter((upstream) => Object.hasOwn(upstreams, upstream) && upstreams[upstream]?.price === undefined);
    return without.length === 0 ? [] : [unpriced(["routes", name, "spend_limit"], [...new Set(without)])];
  }),
  ...Object.entries(routes).flatMap(([name, route]) =>
    broken.touches(["upstreams"]) || broken.touches(["routes", name]) || prefersSomething(route, upstreams)
      ? []
      : [nothingPreferred(["routes", name, "spend_limit", "when_exhausted", "prefer"])],
  ),
];

const unpriced = (path: YamlPath, names: readonly string[]): Finding => ({
  code: "unpriced_spend",
  severity: "warning",
  path,
  message: `Requests to ${names.map((name) => `\`${name}\``).join(", ")} cost nothing by this document, and so spend nothing of the limit.`,
  hint: "Give these upstreams a `price`, in US dollars per million tokens.",
});

/** Whether a route without a preference, or with one that fits a target. */
const prefersSomething = ({ spend_limit, targets }: RouteDocument, upstreams: RoutingDocument["upstreams"]): boolean =>
  typeof spend_limit?.when_exhausted !== "object" ||
  selectsATarget(spend_limit.when_exhausted.prefer, targets, upstreams);

const nothingPreferred = (path: YamlPath): Finding => ({
  code: "nothing_preferred",
  severity: "warning",
  path,
  message: "No target of this route fits: when the amount is spent, requests go on as if it were not.",
  hint: "Name targets of the route, or tags or a region that one of them has.",
});
