import type { SimulationResult } from "./simulation-result.ts";
import type { Quota, SimulatedUpstream } from "./simulated-upstream.ts";

/** How a router deals with an upstream that has a quota. 0..1, the first minute left out; NaN: it never was too small. */
export type QuotaFigures = {
  /**
   * Used of the quota in the 60 s up to the end of each second in which a request was sent elsewhere, or nowhere: what the
   * provider itself counts, at the moments in which more was asked for than fitted. Says how much was given away only where
   * the others are second choice.
   */
  readonly usedWhenShort: number;
  /**
   * Used in the calendar's minutes in which more was asked for than the quota. Nobody reaches 1: what comes at the end of
   * such a minute may fit no more because of the minute before.
   */
  readonly usedInShortMinutes: number;
};

const [secondMs, minuteMs] = [1_000, 60_000] as const;
const windowSeconds = minuteMs / secondMs;

/** Requests and tokens by spans of time of one length. */
class Counts {
  readonly requests: Float64Array;
  readonly tokens: Float64Array;
  readonly #spanMs: number;

  constructor(spans: number, spanMs: number) {
    this.requests = new Float64Array(spans);
    this.tokens = new Float64Array(spans);
    this.#spanMs = spanMs;
  }

  add(atMs: number, requests: number, tokens: number): void {
    const span = Math.floor(atMs / this.#spanMs);
    if (!(span < this.requests.length)) return;
    this.requests[span]! += requests;
    this.tokens[span]! += tokens;
  }
}

const usedOf = (
  { requestsPerMinute, tokensPerMinute }: Quota,
  { requests, tokens }: { requests: number; tokens: number },
) =>
  Math.max(
    requests / (requestsPerMinute ?? Number.POSITIVE_INFINITY),
    tokens / (tokensPerMinute ?? Number.POSITIVE_INFINITY),
  );

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** null where no upstream has a quota; the first that has where there are more. */
export function quotaFigures(result: SimulationResult, upstreams: readonly SimulatedUpstream[]): QuotaFigures | null {
  const limited = upstreams.findIndex(({ quota }) => quota !== null);
  const quota = upstreams[limited]?.quota;
  if (!quota) return null;
  return {
    usedWhenShort: usedWhenShort(result, limited, quota),
    usedInShortMinutes: usedInMinutes(result, limited, quota),
  };
}

function usedWhenShort(result: SimulationResult, limited: number, quota: Quota): number {
  const { arrivalMs, promptTokens, outputTokens } = result.workload;
  const seconds = Math.floor((arrivalMs.at(-1) ?? 0) / secondMs);
  const counted = new Counts(seconds, secondMs);
  const short = new Uint8Array(seconds);
  for (const [request, atMs] of arrivalMs.entries()) {
    const sentMs = result.sentMs[request]!;
    if (result.upstream[request] === limited) {
      counted.add(sentMs, 1, promptTokens[request]!);
      if (result.endOf(request) === "completed") counted.add(result.endMs[request]!, 0, outputTokens[request]!);
    } else short[Math.floor((Number.isNaN(sentMs) ? atMs : sentMs) / secondMs)] = 1;
  }
  const used: number[] = [];
  const within = { requests: 0, tokens: 0 };
  for (let second = 0; second < seconds; second++) {
    const left = second - windowSeconds;
    within.requests += counted.requests[second]! - (counted.requests[left] ?? 0);
    within.tokens += counted.tokens[second]! - (counted.tokens[left] ?? 0);
    // Replies may be longer than anybody foresaw: what is used beyond the quota makes up for nothing.
    if (left >= 0 && short[second]) used.push(Math.min(1, usedOf(quota, within)));
  }
  return mean(used);
}

function usedInMinutes(result: SimulationResult, limited: number, quota: Quota): number {
  const { arrivalMs, promptTokens, outputTokens } = result.workload;
  const minutes = Math.floor((arrivalMs.at(-1) ?? 0) / minuteMs);
  const [asked, served] = [new Counts(minutes, minuteMs), new Counts(minutes, minuteMs)];
  for (const [request, atMs] of arrivalMs.entries()) {
    const tokens = promptTokens[request]! + outputTokens[request]!;
    asked.add(atMs, 1, tokens);
    if (result.upstream[request] === limited) served.add(result.sentMs[request]!, 1, tokens);
  }
  const used = ({ requests, tokens }: Counts, minute: number) =>
    usedOf(quota, { requests: requests[minute]!, tokens: tokens[minute]! });
  const short = Array.from({ length: minutes }, (_, minute) => minute).filter(
    (minute) => minute > 0 && used(asked, minute) > 1,
  );
  return mean(short.map((minute) => used(served, minute)));
}
