import type { Finding } from "../finding.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { DocumentCheck } from "./document-check.ts";

/** What is spent is known by prices: without one a limit never ends anything. */
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
];

const unpriced = (path: YamlPath, names: readonly string[]): Finding => ({
  code: "unpriced_spend",
  severity: "warning",
  path,
  message: `Requests to ${names.map((name) => `\`${name}\``).join(", ")} cost nothing by this document, and so spend nothing of the limit.`,
  hint: "Give these upstreams a `price`, in US dollars per million tokens.",
});
