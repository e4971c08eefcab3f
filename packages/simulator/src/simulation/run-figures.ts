import { type QuotaFigures, quotaFigures } from "./quota-figures.ts";
import type { SimulationResult } from "./simulation-result.ts";
import type { SimulatedUpstream } from "./simulated-upstream.ts";
import { type SlowFigures, slowFigures } from "./slow-figures.ts";
import { swingsPerMinute } from "./swings.ts";

/** What one run comes to. Times in ms; NaN where there was nothing to measure. */
export type RunFigures = {
  /** Counted: those that came after the warm-up. */
  readonly requests: number;
  readonly firstTokenMs: Spread;
  readonly perTokenMs: Spread;
  readonly endToEndMs: Spread;
  /** 0..1: completed. */
  readonly success: number;
  /** 0..1: lost after their first token, of all. */
  readonly cut: number;
  /** 0..1: completed with a first token in time, of all. */
  readonly attainment: number;
  /** Of completed replies, from the first arrival counted to the last end. */
  readonly outputTokensPerSecond: number;
  /** Requests with a first token in time, over the same while. */
  readonly goodputPerSecond: number;
  readonly costUsdPerThousand: number;
  /** 0..1: tokens of prompts that were found in a cache. */
  readonly hitRate: number;
  /** Answers 429 of upstreams, and attempts after the first, per request. */
  readonly rateLimitedShare: number;
  readonly retryShare: number;
  /** Times a minute that an upstream goes from far above its usual share of the requests to far below it, or back. */
  readonly swingsPerMinute: number;
  /** How many times an upstream was left alone because it had failed, in how long a run. */
  readonly takenOut: number;
  readonly lastedMs: number;
  /** null: no upstream was slow. */
  readonly slow: SlowFigures | null;
  /** null: no upstream had a quota. */
  readonly quota: QuotaFigures | null;
};

export type Spread = {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
};

/** How a run is looked at. */
export type FigureOptions = {
  readonly upstreams: readonly SimulatedUpstream[];
  /** A first token is in time up to here. */
  readonly objectiveMs: number;
  /** Share of the requests, the first, that are left out. */
  readonly warmUp: number;
};

export function runFigures(result: SimulationResult, { upstreams, objectiveMs, warmUp }: FigureOptions): RunFigures {
  const { workload, firstTokenMs, endMs, costUsd, cachedTokens, attempts, rateLimited } = result;
  const { arrivalMs, promptTokens, outputTokens } = workload;
  const from = Math.floor(arrivalMs.length * warmUp);
  const requests = arrivalMs.length - from;
  const firsts: number[] = [];
  const perToken: number[] = [];
  const whole: number[] = [];
  const sums = { cut: 0, inTime: 0, output: 0, cost: 0, prompt: 0, cached: 0, retries: 0 };
  let lastMs = arrivalMs[from] ?? 0;
  for (let at = from; at < arrivalMs.length; at++) {
    sums.retries += Math.max(0, attempts[at]! - 1);
    if (result.endOf(at) === "cut") sums.cut++;
    if (result.endOf(at) !== "completed") continue;
    const firstMs = firstTokenMs[at]! - arrivalMs[at]!;
    firsts.push(firstMs);
    whole.push(endMs[at]! - arrivalMs[at]!);
    if (outputTokens[at]! > 1) perToken.push((endMs[at]! - firstTokenMs[at]!) / (outputTokens[at]! - 1));
    if (firstMs <= objectiveMs) sums.inTime++;
    sums.output += outputTokens[at]!;
    sums.cost += costUsd[at]!;
    sums.prompt += promptTokens[at]!;
    sums.cached += cachedTokens[at]!;
    lastMs = Math.max(lastMs, endMs[at]!);
  }
  const seconds = (lastMs - (arrivalMs[from] ?? 0)) / 1000;
  return {
    requests,
    firstTokenMs: spreadOf(firsts),
    perTokenMs: spreadOf(perToken),
    endToEndMs: spreadOf(whole),
    success: firsts.length / requests,
    cut: sums.cut / requests,
    attainment: sums.inTime / requests,
    outputTokensPerSecond: sums.output / seconds,
    goodputPerSecond: sums.inTime / seconds,
    costUsdPerThousand: (1000 * sums.cost) / requests,
    hitRate: sums.cached / sums.prompt,
    rateLimitedShare: rateLimited.reduce((sum, count) => sum + count, 0) / arrivalMs.length,
    retryShare: sums.retries / requests,
    swingsPerMinute: swingsPerMinute(result, upstreams.length),
    takenOut: result.takenOut.reduce((sum, times) => sum + times, 0),
    lastedMs: lastMs,
    slow: slowFigures(result, upstreams),
    quota: quotaFigures(result, upstreams),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { mean, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}
