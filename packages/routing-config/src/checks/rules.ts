import type { Finding } from "../finding.ts";
import type { RoutingDocument } from "../schema/document.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { DocumentCheck } from "./document-check.ts";
import { measuredKeys, measuresNothing, neverApplies } from "./rule-conditions.ts";
import { selectsATarget } from "./selected-targets.ts";

type RuleDocument = NonNullable<RouteDocument["rules"]>[number];

/** With more rules, times targets, nobody looks whom they prefer. */
const mostLooks = 20_000;

/** Each condition that is measured takes up to 17 KB, and is looked at four times a second. */
const mostMeasured = 200;

/** Each rule can apply, and prefers somebody; there are not more conditions than a gateway can measure. */
export const checkRules: DocumentCheck = ({ routes, upstreams }, _options, broken) => [
  ...tooManyMeasured(routes),
  ...Object.entries(routes).flatMap(([name, route]) => {
    const { rules = [], targets } = route;
    if (broken.touches(["routes", name])) return [];
    const looks = !broken.touches(["upstreams"]) && rules.length * targets.length <= mostLooks;
    return rules.flatMap((rule, index) => {
      const path = ["routes", name, "rules", index];
      return [
        ...neverApplies(path, rule.when),
        ...(looks ? [...measuresNothing(path, rule.when, route, upstreams)] : []),
        ...(looks ? prefersNobody(path, rule, targets, upstreams) : []),
      ];
    });
  }),
];

function tooManyMeasured(routes: RoutingDocument["routes"]): readonly Finding[] {
  let count = 0;
  for (const [name, { rules = [] }] of Object.entries(routes)) {
    for (const [index, { when }] of rules.entries()) {
      count += measuredKeys.filter((key) => when[key] !== undefined).length;
      if (count <= mostMeasured) continue;
      return [
        {
          code: "too_many_measured",
          severity: "error",
          path: ["routes", name, "rules", index, "when"],
          message: `The document measures more than ${mostMeasured} conditions.`,
          hint: "Remove some, or serve some of the routes in another environment.",
        },
      ];
    }
  }
  return [];
}

const prefersNobody = (
  path: YamlPath,
  { name, prefer }: RuleDocument,
  targets: RouteDocument["targets"],
  upstreams: RoutingDocument["upstreams"],
): readonly Finding[] =>
  selectsATarget(prefer, targets, upstreams)
    ? []
    : [
        {
          code: "nothing_preferred",
          severity: "warning",
          path: [...path, "prefer"],
          message: `No target of this route fits: while “${name}” applies, requests go on as if it did not.`,
          hint: "Name targets of the route, or tags or a region that one of them has.",
        },
      ];
