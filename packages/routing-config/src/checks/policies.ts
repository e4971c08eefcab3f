import type { Finding } from "../finding.ts";
import { listInWords } from "../nearest-name.ts";
import { optionsOfPolicy } from "../schema/policy.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Each option stands beside the policy that it is for, and each policy has what it orders by. */
export const checkPolicies: DocumentCheck = ({ routes, upstreams }, _options, broken) =>
  Object.entries(routes).flatMap(([name, { policy, targets }]): readonly Finding[] => {
    if (broken.touches(["routes", name, "policy"])) return [];
    const kind = typeof policy === "string" ? policy : policy.kind;
    const priced = targets.map(({ upstream }) => !Object.hasOwn(upstreams, upstream) || upstreams[upstream]?.price);
    const unpriced = kind === "cost" && !broken.touches(["upstreams"]) ? priced.findIndex((price) => !price) : -1;
    return [...misplacedOptions(name, policy), ...(unpriced < 0 ? [] : [unpricedTarget(name, unpriced, targets)])];
  });

const misplacedOptions = (name: string, policy: RouteDocument["policy"]): readonly Finding[] => {
  if (typeof policy === "string") return [];
  const { kind, ...given } = policy;
  const known: readonly string[] = optionsOfPolicy[kind];
  return Object.entries(given).flatMap(([option, value]): readonly Finding[] =>
    value === undefined || known.includes(option) ? [] : [misplaced(name, kind, option, known)],
  );
};
const misplaced = (route: string, kind: string, option: string, known: readonly string[]): Finding => ({
  code: "unknown_key",
  severity: "error",
  path: ["routes", route, "policy", option],
  at: "key",
  message: `\`${option}\` is no option of the policy \`${kind}\`.`,
  hint:
    known.length === 0
      ? `Remove it: \`${kind}\` has no options.`
      : `Options of \`${kind}\`: ${listInWords(known, "and")}.`,
});

const unpricedTarget = (route: string, index: number, targets: RouteDocument["targets"]): Finding => ({
  code: "unpriced_target",
  severity: "warning",
  path: ["routes", route, "targets", index, "upstream"],
  message: `What \`${targets[index]?.upstream}\` costs is unknown: it comes after all that have a price.`,
  hint: "Give the upstream a `price`; 0 where its tokens cost nothing.",
});
