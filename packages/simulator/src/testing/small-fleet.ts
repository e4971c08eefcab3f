import type { EngineModel } from "../engine/engine-model.ts";
import { roundRobin } from "../peers/round-robin.ts";
import { simulate } from "../simulation/simulate.ts";
import type { SimulationSetup } from "../simulation/simulation-setup.ts";
import type { SimulationResult } from "../simulation/simulation-result.ts";
import { type SimulatedUpstream, simulatedUpstream } from "../simulation/simulated-upstream.ts";
import type { Workload } from "../simulation/workload.ts";

/** 10 ms a step and 1 ms a token of a prompt: 100 tokens in are a first token after 110 ms, each later one 10 ms more. */
export const plainModel: EngineModel = {
  baseMs: 10,
  perPrefillTokenMs: 1,
  perDecodeSequenceMs: 0,
  perKvTokenMs: 0,
  kvTokens: 100_000,
  maxSequences: 64,
  maxBatchTokens: 2_048,
};

/** Upstreams `u0`, `u1` … of the plain model. */
export const plainFleet = (...each: readonly Partial<SimulatedUpstream>[]): readonly SimulatedUpstream[] =>
  each.map((more, at) => simulatedUpstream(`u${at}`, plainModel, more));

/** Requests of 100 tokens in and 11 out, each `gapMs` after the one before, the first at 0. */
export function evenly(requests: number, gapMs: number): Workload {
  return {
    arrivalMs: Float64Array.from({ length: requests }, (_, at) => at * gapMs),
    promptTokens: new Int32Array(requests).fill(100),
    outputTokens: new Int32Array(requests).fill(11),
    blockTokens: 0,
    blocks: null,
    session: null,
    gateway: null,
  };
}

/** A run of round robin at one gateway without network, unless the test says otherwise. */
export function runFleet(
  upstreams: readonly SimulatedUpstream[],
  workload: Workload,
  more: Partial<SimulationSetup> = {},
): SimulationResult {
  return simulate({
    upstreams,
    workload,
    gateways: ["us-east"],
    roundTripMs: () => 0,
    router: roundRobin,
    timeouts: { firstTokenMs: null, idleMs: 30_000 },
    seed: 1,
    ...more,
  });
}
