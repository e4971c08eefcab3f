import { policyKinds } from "@meridian/routing";
import { meridianRouter } from "../meridian/meridian-router.ts";
import { routingDocument } from "../meridian/routing-document.ts";
import { cacheAware } from "../peers/cache-aware.ts";
import { leastConnections } from "../peers/least-connections.ts";
import { liteLlmLatency } from "../peers/litellm-latency.ts";
import { liteLlmUsage } from "../peers/litellm-usage.ts";
import { peakEwma } from "../peers/peak-ewma.ts";
import { prequal } from "../peers/prequal.ts";
import { randomPick } from "../peers/random.ts";
import { roundRobin } from "../peers/round-robin.ts";
import { selectivePushing } from "../peers/selective-pushing.ts";
import { stickyUntilSaturated } from "../peers/sticky-until-saturated.ts";
import { twoChoices } from "../peers/two-choices.ts";
import { weightedScorers } from "../peers/weighted-scorers.ts";
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
  peer("Prequal", prequal),
  peer("SGLang cache_aware", cacheAware),
  peer("llm-d 3/2/2 precise", weightedScorers({ prefix: 3, queue: 2, kv: 2, precise: true })),
  peer("llm-d 3/2/2", weightedScorers({ prefix: 3, queue: 2, kv: 2, precise: false })),
  peer("llm-d 1/1/1", weightedScorers({ prefix: 1, queue: 1, kv: 1, precise: false })),
  peer("llm-d load only", weightedScorers({ prefix: 0, queue: 1, kv: 1, precise: false })),
  peer("llm-d sticky", stickyUntilSaturated),
  peer("LiteLLM latency", liteLlmLatency),
  peer("LiteLLM usage", liteLlmUsage),
  peer("SkyLB", selectivePushing),
];
