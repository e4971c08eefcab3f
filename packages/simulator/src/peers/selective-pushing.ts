import { hold, passTo, type RouterFactory } from "../simulation/simulated-router.ts";
import { bestOf } from "./best-of.ts";
import { InFlight } from "./in-flight.ts";
import { PrefixIndex, promptBlocks } from "./prefix-index.ts";
import { ScrapedLoads } from "./scraped-loads.ts";

/** Replicas and other balancers are probed every 100 ms. */
const probeMs = 100;
const cacheThreshold = 0.5;
/** A balancer with a longer queue takes nothing over. */
const maxPeerQueue = 10;
/** 2^24 characters, at four a token. */
const treeTokens = 2 ** 22;

/**
 * SkyLB / SkyWalker (Xia et al., EuroSys 2026; skypilot branch `serve-multi-region-lb`): one balancer for each region. A
 * replica with requests waiting is not available; requests wait in the balancer, first come first served, until one is. When
 * none of its own is, the nearest other balancer whose queue is ≤ its own, ≤ 10, and that has an available replica takes
 * the request over, once. Among the available: the longest known beginning when it is more than half of the prompt, else
 * the fewest in flight.
 */
export const selectivePushing: RouterFactory = (host) => {
  const { upstreams, gateway, gatewayRoundTripMs, regions, blockTokens, random } = host;
  const scraped = new ScrapedLoads(host, probeMs);
  const inFlight = new InFlight(upstreams.length);
  const index = new PrefixIndex(upstreams.length, blockTokens > 0 ? treeTokens / blockTokens : 1);
  const own = upstreams.flatMap(({ region }, at) => (region === regions[gateway] ? [at] : []));
  const peers = regions
    .map((_, at) => at)
    .filter((at) => at !== gateway)
    .sort((a, b) => gatewayRoundTripMs[a]! - gatewayRoundTripMs[b]!);
  /** Queues of the balancers as they were at the last probe. */
  const queues = regions.map(() => 0);
  const probe = () => {
    for (const peer of peers) queues[peer] = host.held(peer);
    host.after(probeMs, probe);
  };
  host.after(0, probe);
  const isAvailable = (upstream: number) => {
    const load = scraped.loads[upstream];
    return load !== null && load !== undefined && load.waiting === 0;
  };
  const mayTake = (peer: number) =>
    queues[peer]! <= host.held(gateway) &&
    queues[peer]! <= maxPeerQueue &&
    upstreams.some(({ region }, at) => region === regions[peer] && isAvailable(at));
  return {
    pick(request) {
      const { blocks, promptTokens, tried } = request;
      const free = own.filter((upstream) => isAvailable(upstream) && !tried.includes(upstream));
      const tier = Math.min(...free.map((upstream) => upstreams[upstream]!.priority));
      const available = free.filter((upstream) => upstreams[upstream]!.priority === tier);
      if (available.length === 0) {
        const peer = request.passedOn ? undefined : peers.find(mayTake);
        return peer === undefined ? hold : passTo(peer);
      }
      const whole = promptBlocks(promptTokens, blocks, blockTokens);
      const longest = bestOf(available, random, (upstream) => index.known(upstream, blocks, whole));
      const matched = (index.known(longest, blocks, whole) * blockTokens) / promptTokens;
      const chosen =
        matched > cacheThreshold ? longest : bestOf(available, random, (upstream) => -inFlight.counts[upstream]!);
      index.add(chosen, blocks, whole);
      return inFlight.begin(chosen);
    },
    onFirstToken() {},
    onEnd(request) {
      inFlight.end(request);
    },
    onError(request) {
      inFlight.end(request);
    },
  };
};
