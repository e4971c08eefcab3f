import { seededRandom } from "../seeded-random.ts";
import type { GatewayTimers } from "./gateway-timers.ts";
import { LoadQuestions } from "./load-questions.ts";
import type { RouterHost } from "./simulated-router.ts";
import type { SimulationResult } from "./simulation-result.ts";
import type { SimulationSetup } from "./simulation-setup.ts";
import type { UpstreamServer } from "./upstream-server.ts";
import type { WaitingRoom } from "./waiting-room.ts";
import type { Ways } from "./ways.ts";

/** The parts of a simulation that routers stand on. */
export type Ground = {
  readonly setup: SimulationSetup;
  readonly result: SimulationResult;
  readonly ways: Ways;
  readonly timers: GatewayTimers;
  readonly servers: readonly UpstreamServer[];
  readonly rooms: readonly WaitingRoom[];
  readonly nowMs: () => number;
};

export function routerHost(
  gateway: number,
  { setup, result, ways, timers, servers, rooms, nowMs }: Ground,
): RouterHost {
  const { upstreams, workload, gateways, seed } = setup;
  const waysMs = ways.ofGateway(gateway);
  return {
    upstreams,
    gateway,
    regions: gateways,
    roundTripMs: waysMs.map((ms) => 2 * ms),
    gatewayRoundTripMs: gateways.map((_, to) => 2 * ways.betweenGateways(gateway, to)),
    blockTokens: workload.blockTokens,
    random: seededRandom(seed * 7919 + gateway),
    after: (delayMs, call) => timers.begin(gateway, delayMs, nowMs(), call),
    watch(upstream, firstMs, everyMs, watcher) {
      const server = servers[upstream]!;
      const questions = new LoadQuestions(upstream, server, firstMs, everyMs, waysMs[upstream]!, watcher);
      server.watchedBy(questions);
      return questions;
    },
    load: (upstream) => servers[upstream]!.loadAt(nowMs()),
    cachedBlocks: (upstream, blocks, upTo) => servers[upstream]!.cachedBlocks(blocks, upTo, nowMs()),
    held: (other) => rooms[other]!.length,
    takenOut: (upstream) => void result.takenOut[upstream]!++,
  };
}
