import type { RouterFactory } from "../simulation/simulated-router.ts";
import { InFlight } from "./in-flight.ts";
import { preferred } from "./preferred.ts";

const probesPerQuery = 3;
const removedPerQuery = 1;
const poolSize = 16;
const maxAgeMs = 1_000;
/** 2^-0.25, the paper's baseline. */
const hotQuantile = 0.84;
/** δ of the reuse budget. */
const reuseRate = 1;
/** Of the latencies that a server keeps for a number of requests in flight. */
const keptLatencies = 16;
/** Of recent probes, whose quantile separates hot from cold. */
const keptInFlight = 128;

type Probe = {
  readonly upstream: number;
  readonly atMs: number;
  inFlight: number;
  readonly latencyMs: number;
  uses: number;
};

/**
 * Prequal (Wydrowski et al., NSDI 2024): three asynchronous probes for each query, a pool of 16 answers not older than 1 s,
 * and the hot-cold rule: above the 0.84 quantile of requests in flight an answer is hot; the least latency of the cold, or
 * if all are hot the fewest in flight. An answer that was used counts one more, and goes when its reuses are spent; each
 * query takes one out, by turns the worst and the oldest. Latency is TTFT, and what a server reports of it is what this
 * gateway has seen at about as many in flight.
 */
export const prequal: RouterFactory = (host) => {
  const { upstreams, random, roundTripMs } = host;
  let pool: Probe[] = [];
  const recent: number[] = [];
  const latencies = upstreams.map(() => new Map<number, number[]>());
  const atArrival = new Map<number, number>();
  const inFlight = new InFlight(upstreams.length);
  const size = Math.min(poolSize, upstreams.length);
  let removals = 0;

  const reuses = Math.max(
    1,
    (1 + reuseRate) / Math.max(0.1, (1 - size / (upstreams.length + 1)) * probesPerQuery - removedPerQuery),
  );

  const latencyAt = (upstream: number, requests: number): number => {
    const own = latencies[upstream]!;
    let nearest: number[] | undefined;
    for (let off = 0; off <= 8 && !nearest; off++) nearest = own.get(requests + off) ?? own.get(requests - off);
    const sorted = [...(nearest ?? [0])].sort((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };

  const probe = (upstream: number) =>
    host.after(roundTripMs[upstream]!, (nowMs) => {
      const answer = host.load(upstream);
      if (!answer) return;
      const requests = answer.running + answer.waiting;
      recent.push(requests);
      if (recent.length > keptInFlight) recent.shift();
      // One answer of each: the newest.
      pool = pool.filter((one) => one.upstream !== upstream);
      pool.push({ upstream, atMs: nowMs, inFlight: requests, latencyMs: latencyAt(upstream, requests), uses: 0 });
      if (pool.length > size) pool.shift();
    });

  const isBetter = (one: Probe, other: Probe, hotFrom: number): boolean => {
    const [hot, otherHot] = [one.inFlight > hotFrom, other.inFlight > hotFrom];
    if (hot !== otherHot) return !hot;
    return hot ? one.inFlight < other.inFlight : one.latencyMs < other.latencyMs;
  };

  const removeOne = (hotFrom: number) => {
    if (pool.length <= 2) return;
    const worst = pool.reduce((one, other) => (isBetter(one, other, hotFrom) ? other : one));
    pool.splice(removals++ % 2 === 0 ? pool.indexOf(worst) : 0, 1);
  };

  return {
    pick(request, nowMs) {
      const candidates = preferred(upstreams, request.tried);
      const targets = [...candidates];
      for (let probes = 0; probes < probesPerQuery && targets.length > 0; probes++)
        probe(targets.splice(Math.floor(random() * targets.length), 1)[0]!);
      pool = pool.filter(({ atMs }) => nowMs - atMs <= maxAgeMs);
      const usable = pool.filter(({ upstream }) => candidates.includes(upstream));
      if (usable.length < Math.min(2, candidates.length)) {
        const upstream = candidates[Math.floor(random() * candidates.length)]!;
        atArrival.set(request.index, inFlight.counts[upstream]!);
        return inFlight.begin(upstream);
      }
      const sorted = [...recent].sort((a, b) => a - b);
      const hotFrom = sorted[Math.floor(hotQuantile * sorted.length)] ?? 0;
      const best = usable.reduce((one, other) => (isBetter(other, one, hotFrom) ? other : one));
      atArrival.set(request.index, best.inFlight);
      best.inFlight++;
      best.uses++;
      if (best.uses >= reuses) pool.splice(pool.indexOf(best), 1);
      removeOne(hotFrom);
      return inFlight.begin(best.upstream);
    },
    onFirstToken(request, nowMs) {
      const own = latencies[request.upstream]!;
      const requests = atArrival.get(request.index) ?? 0;
      const kept = own.get(requests) ?? [];
      kept.push(nowMs - request.sentAtMs);
      if (kept.length > keptLatencies) kept.shift();
      own.set(requests, kept);
    },
    onEnd(request) {
      inFlight.end(request);
      atArrival.delete(request.index);
    },
    onError(request) {
      inFlight.end(request);
    },
  };
};
