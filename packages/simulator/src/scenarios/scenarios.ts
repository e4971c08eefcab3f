import { azureConversation, mooncakeConversation } from "../arrivals/trace-fit.ts";
import type { EngineModel } from "../engine/engine-model.ts";
import { enginePresets } from "../engine/engine-presets.ts";
import { flapping, type SimulatedUpstream, simulatedUpstream } from "../simulation/simulated-upstream.ts";
import { bursts, serveGenBursts } from "../workloads/bursts.ts";
import { drawConversations, supportChats } from "../workloads/conversations.ts";
import { drawWorkload } from "../workloads/draw-workload.ts";
import { drawGroupLadder, ladderWarmUp } from "../workloads/group-ladder.ts";
import { drawRegions } from "../workloads/regions.ts";
import { oneGateway, type Scenario } from "./scenario.ts";

const a100 = enginePresets["llama-3-8b-a100"];
const h100 = enginePresets["llama-3.1-8b-h100"];

const replicas = (
  count: number,
  model: EngineModel,
  name: string,
  more: Partial<SimulatedUpstream> = {},
): readonly SimulatedUpstream[] =>
  Array.from({ length: count }, (_, at) => simulatedUpstream(`${name}-${at + 1}`, model, more));

/** The same engine, every part of a step so many times as long. */
const slower = (model: EngineModel, factor: number): EngineModel => ({
  ...model,
  baseMs: model.baseMs * factor,
  perPrefillTokenMs: model.perPrefillTokenMs * factor,
  perDecodeSequenceMs: model.perDecodeSequenceMs * factor,
  perKvTokenMs: model.perKvTokenMs * factor,
});

const price = (input: number, output: number) => ({ input, cachedInput: input, output });

const requests = 12_000;
const six = replicas(6, a100, "replica");

const steady: Scenario = {
  ...oneGateway,
  name: "steady",
  description: "Six equal replicas of an 8B model on A100, Azure's conversations.",
  upstreams: six,
  objectiveMs: 1_000,
  kneePerSecond: 43.5,
  utilisation: 0.8,
  workload: (seed, requestsPerSecond) => drawWorkload(seed, { ...azureConversation, requestsPerSecond }, requests),
};

const burst: Scenario = {
  ...oneGateway,
  name: "burst",
  description:
    "Eight equal replicas of an 8B model on H100, prompts and replies as Mooncake's conversations, in bursts of five times the calm's rate for some 10 s as ServeGen's clients.",
  upstreams: replicas(8, h100, "replica"),
  objectiveMs: 5_000,
  kneePerSecond: 4,
  utilisation: 1.5,
  workload: (seed, requestsPerSecond) =>
    drawWorkload(
      seed,
      { ...mooncakeConversation, requestsPerSecond, gapVariation: 1.5 },
      requests,
      bursts(seed + 77, serveGenBursts),
    ),
};

/** Nothing is wrong with any of them: who leaves one alone is mistaken. */
const healthyBursts: Scenario = {
  ...burst,
  name: "healthy-bursts",
  description:
    "The replicas and the traffic of burst for an hour and a half; each answers one request of a hundred with a 500, as well ones do, and first tokens are waited for 30 s.",
  upstreams: burst.upstreams.map((upstream) => ({
    ...upstream,
    faults: [{ kind: "errors", share: 0.01, fromMs: 0, toMs: Number.POSITIVE_INFINITY }],
  })),
  timeouts: { firstTokenMs: 30_000, idleMs: 30_000 },
  workload: (seed, requestsPerSecond) =>
    drawWorkload(
      seed,
      { ...mooncakeConversation, requestsPerSecond, gapVariation: 1.5 },
      3 * requests,
      bursts(seed + 77, serveGenBursts),
    ),
  routeLines: ["timeouts: { first_token: 30s, response: 1h }"],
};

const heterogeneous: Scenario = {
  ...steady,
  name: "heterogeneous",
  description: "Two replicas on H100, two on A100, two on a card half as fast as an A100; Azure's conversations.",
  upstreams: [...replicas(2, h100, "fast"), ...replicas(2, a100, "middle"), ...replicas(2, slower(a100, 2), "slow")],
  kneePerSecond: 16,
  utilisation: 1.6,
};

const grayFailure: Scenario = {
  ...steady,
  name: "gray-failure",
  description:
    "Six equal replicas, Azure's conversations; from 120 s to 300 s one of them takes ten times as long, and nothing fails.",
  upstreams: six.map((upstream, at) =>
    at === 2 ? { ...upstream, faults: [{ kind: "slow", factor: 10, fromMs: 120_000, toMs: 300_000 }] } : upstream,
  ),
  utilisation: 0.6,
};

const crash: Scenario = {
  ...steady,
  name: "crash",
  description:
    "Six equal replicas, Azure's conversations; one is gone from 120 s to 180 s, another answers every second request with a 500 from 240 s to 300 s.",
  upstreams: six.map((upstream, at) => {
    if (at === 2) return { ...upstream, faults: [{ kind: "crash", fromMs: 120_000, toMs: 180_000 }] };
    if (at === 4) return { ...upstream, faults: [{ kind: "errors", share: 0.5, fromMs: 240_000, toMs: 300_000 }] };
    return upstream;
  }),
  utilisation: 0.6,
  workload: (seed, requestsPerSecond) => drawWorkload(seed, { ...azureConversation, requestsPerSecond }, 2 * requests),
};

const flappingAndHang: Scenario = {
  ...steady,
  name: "flapping-and-hang",
  description:
    "Six equal replicas, Azure's conversations; one answers nothing but 500s for 5 s of every 20 s from 60 s to 300 s, another takes requests and answers nothing from 120 s to 180 s. First tokens are waited for 5 s.",
  upstreams: six.map((upstream, at) => {
    if (at === 1)
      return {
        ...upstream,
        faults: flapping({ kind: "errors", share: 1, fromMs: 60_000, toMs: 300_000 }, 5_000, 15_000),
      };
    if (at === 3) return { ...upstream, faults: [{ kind: "hang", fromMs: 120_000, toMs: 180_000 }] };
    return upstream;
  }),
  timeouts: { firstTokenMs: 5_000, idleMs: 10_000 },
  utilisation: 0.6,
  routeLines: ["timeouts: { first_token: 5s, idle: 10s, response: 1h }"],
};

/** A provider's API: as fast for anybody as its quota lets them be. */
const api: EngineModel = {
  ...h100,
  maxSequences: 1_024,
  maxBatchTokens: 8_192,
  perPrefillTokenMs: 0.005,
  kvTokens: 4_000_000,
};

const quotaPremium: Scenario = {
  ...oneGateway,
  name: "quota-premium",
  description:
    "A premium API of 500 requests and 700,000 tokens a minute, and three replicas of an 8B model on A100 as the next priority; Azure's conversations in bursts.",
  upstreams: [
    simulatedUpstream("premium", api, {
      provider: "openai-compatible",
      price: price(2.5, 10),
      quota: { requestsPerMinute: 500, tokensPerMinute: 700_000 },
    }),
    ...replicas(3, a100, "own", { price: price(0.2, 0.2), priority: 2 }),
  ],
  objectiveMs: 1_000,
  kneePerSecond: 12,
  utilisation: 1,
  workload: (seed, requestsPerSecond) =>
    drawWorkload(seed, { ...azureConversation, requestsPerSecond }, requests, bursts(seed + 77, serveGenBursts)),
};

const priceTiers: Scenario = {
  ...steady,
  name: "price-tiers",
  description:
    "Two replicas on H100 at $0.60 a million tokens, two on A100 at $0.20, two on a card half as fast at $0.10; Azure's conversations, first tokens within 1 s.",
  upstreams: [
    ...replicas(2, h100, "premium", { price: price(0.6, 0.6) }),
    ...replicas(2, a100, "standard", { price: price(0.2, 0.2) }),
    ...replicas(2, slower(a100, 2), "budget", { price: price(0.1, 0.1) }),
  ],
  kneePerSecond: 16,
  utilisation: 0.8,
  routeLines: [...oneGateway.routeLines, "objectives: { first_token_p95: 1s }"],
};

const multiTurn: Scenario = {
  ...oneGateway,
  name: "multi-turn-shared-prefix",
  description:
    "Chats of six turns behind 20 shared system prompts of 2,000 tokens, over six replicas of an 8B model on A100 that cache prefixes.",
  upstreams: six,
  objectiveMs: 1_000,
  kneePerSecond: 31,
  utilisation: 1.1,
  workload: (seed, requestsPerSecond) => drawConversations(seed, supportChats, requestsPerSecond, requests),
};

const regions = ["us-east", "eu-central", "ap-northeast"];
const betweenMs: Readonly<Record<string, number>> = {
  "us-east eu-central": 90,
  "us-east ap-northeast": 160,
  "eu-central ap-northeast": 230,
};

const threeRegions: Scenario = {
  ...oneGateway,
  name: "three-regions",
  description:
    "A gateway and four replicas of an 8B model on L4 in each of three regions, 90 to 230 ms apart, whose days of 20 minutes are shifted by thirds: chats behind shared system prompts, SkyLB's setting.",
  gateways: regions,
  upstreams: regions.flatMap((region) => replicas(4, enginePresets["llama-3.1-8b-l4"], region, { region })),
  roundTripMs: (from, to) => (from === to ? 2 : (betweenMs[`${from} ${to}`] ?? betweenMs[`${to} ${from}`] ?? 0)),
  objectiveMs: 5_000,
  kneePerSecond: 2,
  utilisation: 2,
  workload: (seed, requestsPerSecond) =>
    drawRegions(seed, supportChats, { periodMs: 1_200_000, amplitude: 0.7 }, 3, requestsPerSecond, requests),
};

export const ladder: Scenario = {
  ...oneGateway,
  name: "b2b-saas-73",
  description:
    "llm-d's benchmark at 73 % of the KV caches: eight replicas of Qwen3-32B on two H100, 150 groups of five users, a ladder from 3 to 60 requests a second.",
  upstreams: replicas(8, { ...enginePresets["qwen3-32b-h100x2"], maxBatchTokens: 8_192 }, "pod"),
  objectiveMs: 2_000,
  kneePerSecond: null,
  utilisation: 1,
  warmUp: ladderWarmUp,
  workload: (seed) => drawGroupLadder(seed),
};

/** All of them, in the order in which they are reported. */
export const scenarios: readonly Scenario[] = [
  steady,
  burst,
  healthyBursts,
  heterogeneous,
  grayFailure,
  crash,
  flappingAndHang,
  quotaPremium,
  priceTiers,
  multiTurn,
  threeRegions,
  ladder,
];
