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
import { withinRegion } from "../peers/within-region.ts";
import { type Scorers, weightedScorers } from "../peers/weighted-scorers.ts";
import type { RouterFactory } from "../simulation/simulated-router.ts";
import type { Scenario } from "./scenario.ts";

/** One way to route a scenario's requests. */
export type Algorithm = {
  readonly name: string;
  /** A policy of Meridian, by its real code. */
  readonly own: boolean;
  /** Only where there are several regions. */
  readonly regional: boolean;
  readonly router: (scenario: Scenario) => RouterFactory;
};

const peer = (name: string, router: RouterFactory): Algorithm => ({
  name,
  own: false,
  regional: false,
  router: () => router,
});

const perRegion = (name: string, router: RouterFactory): Algorithm => ({
  ...peer(`${name} per region`, withinRegion(router)),
  regional: true,
});

/** One of Meridian's, as its documents name it. */
const own = (name: string, policy: string, engineMetrics = false): Algorithm => ({
  name,
  own: true,
  regional: false,
  router: ({ upstreams, routeLines }) => {
    // The language refuses objectives that nobody reads, and among the policies it is `cost` that does.
    const more = policy === "cost" ? routeLines : routeLines.filter((line) => !line.startsWith("objectives:"));
    return meridianRouter(routingDocument(upstreams, { policy, engineMetrics, more }));
  },
});

/** llm-d's scorers as its benchmark at 73 % of the KV caches configured them, and as later ones did. */
export const llmD = {
  precise: { prefix: 3, queue: 2, kv: 2, precise: true },
  approximate: { prefix: 3, queue: 2, kv: 2, precise: false },
  estimated: { prefix: 1, queue: 1, kv: 1, precise: false },
  load: { prefix: 0, queue: 1, kv: 1, precise: false },
} as const satisfies Readonly<Record<string, Scorers>>;

/** Every policy of the language, and what other routers do. */
export const algorithms: readonly Algorithm[] = [
  ...policyKinds.map((policy) => own(policy, policy)),
  own("adaptive with engine metrics", "adaptive", true),
  peer("round robin", roundRobin),
  peer("random", randomPick),
  peer("nginx least_conn", leastConnections),
  peer("two choices", twoChoices),
  peer("peak EWMA", peakEwma),
  peer("Prequal", prequal),
  peer("SGLang cache_aware", cacheAware),
  peer("llm-d 3/2/2 precise", weightedScorers(llmD.precise)),
  peer("llm-d 3/2/2", weightedScorers(llmD.approximate)),
  peer("llm-d 1/1/1", weightedScorers(llmD.estimated)),
  peer("llm-d load only", weightedScorers(llmD.load)),
  peer("llm-d sticky", stickyUntilSaturated),
  peer("LiteLLM latency", liteLlmLatency),
  peer("LiteLLM usage", liteLlmUsage),
  peer("SkyLB", selectivePushing),
  perRegion("round robin", roundRobin),
  perRegion("nginx least_conn", leastConnections),
  perRegion("SGLang cache_aware", cacheAware),
];
