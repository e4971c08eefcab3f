import type { SimulationResult } from "./simulation-result.ts";
import type { SimulatedUpstream } from "./simulated-upstream.ts";

/** How a router deals with an upstream that has a quota. */
export type QuotaFigures = {
  /** 0..1: of its quota that was used in the minutes in which more was asked for than it allows; NaN: there were none. */
  readonly usedWhenShort: number;
};

const minuteMs = 60_000;

/** null where no upstream has a quota; the first that has where there are more. The first minute warms up. */
export function quotaFigures(result: SimulationResult, upstreams: readonly SimulatedUpstream[]): QuotaFigures | null {
  const limited = upstreams.findIndex(({ quota }) => quota !== null);
  const quota = upstreams[limited]?.quota;
  if (!quota) return null;
  const { arrivalMs, promptTokens, outputTokens } = result.workload;
  const minutes = Math.floor((arrivalMs.at(-1) ?? 0) / minuteMs);
  const asked = { requests: new Float64Array(minutes), tokens: new Float64Array(minutes) };
  const served = { requests: new Float64Array(minutes), tokens: new Float64Array(minutes) };
  const count = (sums: typeof asked, atMs: number, request: number) => {
    const minute = Math.floor(atMs / minuteMs);
    if (!(minute < minutes)) return;
    sums.requests[minute]! += 1;
    sums.tokens[minute]! += promptTokens[request]! + outputTokens[request]!;
  };
  for (const [request, atMs] of arrivalMs.entries()) {
    count(asked, atMs, request);
    if (result.upstream[request] === limited) count(served, result.sentMs[request]!, request);
  }
  const usedOf = (sums: typeof asked, minute: number) =>
    Math.max(
      sums.requests[minute]! / (quota.requestsPerMinute ?? Number.POSITIVE_INFINITY),
      sums.tokens[minute]! / (quota.tokensPerMinute ?? Number.POSITIVE_INFINITY),
    );
  const short = Array.from({ length: minutes }, (_, minute) => minute).filter(
    (minute) => minute > 0 && usedOf(asked, minute) > 1,
  );
  return { usedWhenShort: short.reduce((sum, minute) => sum + usedOf(served, minute), 0) / short.length };
}
