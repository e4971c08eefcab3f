import type { PolicyKind } from "../routing-table.ts";
import { latency } from "./latency.ts";
import type { RoutePolicy } from "./policy.ts";
import { queue } from "./queue.ts";
import { roundRobin } from "./round-robin.ts";
import { weighted } from "./weighted.ts";

/** Every policy that routing acts on; one that is named in the language and missing here fails the build. */
export const routePolicies: Readonly<Record<PolicyKind, RoutePolicy>> = {
  weighted,
  round_robin: roundRobin,
  latency,
  queue,
};
