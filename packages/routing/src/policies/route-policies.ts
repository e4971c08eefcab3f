import type { Policy, PolicyKind } from "../policy-options.ts";
import { adaptive } from "./adaptive.ts";
import { cost } from "./cost.ts";
import { latency } from "./latency.ts";
import type { RoutePolicy } from "./policy.ts";
import { queue } from "./queue.ts";
import { roundRobin } from "./round-robin.ts";
import { usage } from "./usage.ts";
import { weighted } from "./weighted.ts";

/** Every policy that routing acts on; one that is named in the language and missing here fails the build. */
const makers: { readonly [Kind in PolicyKind]: (options: Extract<Policy, { kind: Kind }>) => RoutePolicy } = {
  weighted: () => weighted,
  round_robin: () => roundRobin,
  latency: () => latency,
  queue: () => queue,
  usage,
  cost,
  adaptive,
};

/** The policy of one route, with its options. */
export const routePolicyOf = <Kind extends PolicyKind>(policy: Extract<Policy, { kind: Kind }>): RoutePolicy =>
  makers[policy.kind](policy);
