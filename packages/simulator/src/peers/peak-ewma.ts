import type { RouterFactory } from "../simulation/simulated-router.ts";
import { InFlight } from "./in-flight.ts";
import { preferred } from "./preferred.ts";

/** Finagle's `decayTime`, Linkerd's `decay`. */
const decayMs = 10_000;

/** Linkerd's assumption before the first answer. */
const defaultCostMs = 30;

/**
 * Peak-EWMA with two choices, as Finagle's PeakEwma.scala and Linkerd: an answer slower than the average becomes the average
 * at once, a faster one by the time that has passed; load is average × (in flight + 1). The sample is TTFT, which favours it:
 * the time of whole streams would make long replies look like slow upstreams.
 */
export const peakEwma: RouterFactory = ({ upstreams, random }) => {
  const inFlight = new InFlight(upstreams.length);
  const cost = new Float64Array(upstreams.length).fill(defaultCostMs);
  const observedMs = new Float64Array(upstreams.length);
  const observe = (upstream: number, sampleMs: number, nowMs: number) => {
    const keep = Math.exp(-Math.max(0, nowMs - observedMs[upstream]!) / decayMs);
    observedMs[upstream] = nowMs;
    const before = cost[upstream]!;
    cost[upstream] = sampleMs > before ? sampleMs : keep * before + (1 - keep) * sampleMs;
  };
  const load = (upstream: number, nowMs: number) => {
    // Reading decays it too, as if nothing had taken no time.
    observe(upstream, 0, nowMs);
    return cost[upstream]! * (inFlight.counts[upstream]! + 1);
  };
  return {
    pick(request, nowMs) {
      const candidates = preferred(upstreams, request.tried);
      const first = candidates[Math.floor(random() * candidates.length)]!;
      const second = candidates[Math.floor(random() * candidates.length)]!;
      return inFlight.begin(load(second, nowMs) < load(first, nowMs) ? second : first);
    },
    onFirstToken(request, nowMs) {
      observe(request.upstream, nowMs - request.sentAtMs, nowMs);
    },
    onEnd(request) {
      inFlight.end(request);
    },
    onError(request, _failure, nowMs) {
      inFlight.end(request);
      observe(request.upstream, nowMs - request.sentAtMs, nowMs);
    },
  };
};
