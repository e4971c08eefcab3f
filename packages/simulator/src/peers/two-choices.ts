import type { RouterFactory } from "../simulation/simulated-router.ts";
import { InFlight } from "./in-flight.ts";
import { preferred } from "./preferred.ts";

/**
 * The less loaded, by requests in flight, of two drawn at random: Mitzenmacher's power of two choices, Envoy's
 * LEAST_REQUEST with equal weights and `choice_count` 2.
 */
export const twoChoices: RouterFactory = ({ upstreams, random }) => {
  const inFlight = new InFlight(upstreams.length);
  return {
    pick(request) {
      const candidates = preferred(upstreams, request.tried);
      const first = candidates[Math.floor(random() * candidates.length)]!;
      const second = candidates[Math.floor(random() * candidates.length)]!;
      return inFlight.begin(inFlight.counts[second]! < inFlight.counts[first]! ? second : first);
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
