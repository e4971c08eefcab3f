import { policyKinds } from "@meridian/routing";
import { meridianRouter } from "../meridian/meridian-router.ts";
import { routingDocument } from "../meridian/routing-document.ts";
import { leastConnections } from "../peers/least-connections.ts";
import { peakEwma } from "../peers/peak-ewma.ts";
import { randomPick } from "../peers/random.ts";
import { roundRobin } from "../peers/round-robin.ts";
import { twoChoices } from "../peers/two-choices.ts";
import type { RouterFactory } from "../simulation/simulated-router.ts";
import type { Scenario } from "./scenario.ts";

/** One way to route a scenario's requests. */
export type Algorithm = {
  readonly name: string;
  /** A policy of Meridian, by its real code. */
  readonly own: boolean;
  readonly router: (scenario: Scenario) => RouterFactory;
};

const peer = (name: string, router: RouterFactory): Algorithm => ({ name, own: false, router: () => router });

/** Every policy of the language, and what other routers do. */
export const algorithms: readonly Algorithm[] = [
  ...policyKinds.map((policy) => ({
    name: policy,
    own: true,
    router: ({ upstreams, routeLines }: Scenario) =>
      meridianRouter(routingDocument(upstreams, { policy, more: routeLines })),
  })),
  peer("round robin", roundRobin),
  peer("random", randomPick),
  peer("nginx least_conn", leastConnections),
  peer("two choices", twoChoices),
  peer("peak EWMA", peakEwma),
];
