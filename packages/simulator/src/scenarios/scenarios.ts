import { azureConversation } from "../arrivals/trace-fit.ts";
import type { EngineModel } from "../engine/engine-model.ts";
import { enginePresets } from "../engine/engine-presets.ts";
import { type SimulatedUpstream, simulatedUpstream } from "../simulation/simulated-upstream.ts";
import { bursts, serveGenBursts } from "../workloads/bursts.ts";
import { drawConversations, supportChats } from "../workloads/conversations.ts";
import { drawWorkload } from "../workloads/draw-workload.ts";
import { oneGateway, type Scenario } from "./scenario.ts";

const a100 = enginePresets["llama-3-8b-a100"];
const h100 = enginePresets["llama-3.1-8b-h100"];

const replicas = (count: number, model: EngineModel, name: string): readonly SimulatedUpstream[] =>
  Array.from({ length: count }, (_, at) => simulatedUpstream(`${name}-${at + 1}`, model));

/** The same engine, every part of a step so many times as long. */
const slower = (model: EngineModel, factor: number): EngineModel => ({
  ...model,
  baseMs: model.baseMs * factor,
  perPrefillTokenMs: model.perPrefillTokenMs * factor,
  perDecodeSequenceMs: model.perDecodeSequenceMs * factor,
  perKvTokenMs: model.perKvTokenMs * factor,
});

const azure = (seed: number, requestsPerSecond: number, count: number) =>
  drawWorkload(seed, { ...azureConversation, requestsPerSecond }, count);

const requests = 12_000;
const six = replicas(6, a100, "replica");

export const steady: Scenario = {
  ...oneGateway,
  name: "steady",
  description: "Six equal replicas of an 8B model on A100, Azure's conversations.",
  upstreams: six,
  objectiveMs: 1_000,
  kneePerSecond: 43.5,
  utilisation: 0.8,
  workload: (seed, perSecond) => azure(seed, perSecond, requests),
};

export const burst: Scenario = {
  ...steady,
  name: "burst",
  description: "The same, in bursts of five times the calm's rate for some 10 s, as ServeGen's clients.",
  kneePerSecond: 18.1,
  utilisation: 1.6,
  workload: (seed, requestsPerSecond) =>
    drawWorkload(seed, { ...azureConversation, requestsPerSecond }, requests, bursts(seed + 77, serveGenBursts)),
};

export const heterogeneous: Scenario = {
  ...steady,
  name: "heterogeneous",
  description: "Two replicas on H100, two on A100, two on a card half as fast as an A100.",
  upstreams: [...replicas(2, h100, "fast"), ...replicas(2, a100, "middle"), ...replicas(2, slower(a100, 2), "slow")],
  kneePerSecond: 16,
  utilisation: 1.6,
};

export const grayFailure: Scenario = {
  ...steady,
  name: "gray-failure",
  description: "Six equal replicas; from 120 s to 300 s one of them takes ten times as long, and nothing fails.",
  upstreams: six.map((upstream, at) =>
    at === 2 ? { ...upstream, faults: [{ kind: "slow", factor: 10, fromMs: 120_000, toMs: 300_000 }] } : upstream,
  ),
  utilisation: 0.6,
};

export const multiTurn: Scenario = {
  ...oneGateway,
  name: "multi-turn-shared-prefix",
  description:
    "Chats of six turns behind 20 shared system prompts of 2,000 tokens, over six replicas that cache prefixes.",
  upstreams: six,
  objectiveMs: 1_000,
  kneePerSecond: 31,
  utilisation: 1.1,
  workload: (seed, perSecond) => drawConversations(seed, supportChats, perSecond, requests),
};

export const scenarios: readonly Scenario[] = [steady, burst, heterogeneous, grayFailure, multiTurn];
