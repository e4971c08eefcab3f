import type { Contender, PolicyAsk } from "./policy.ts";

/** What its cost is made of, for people. */
export function inWords(
  { firstTokenMs, waitMs, tokenMs, cachedTokens, waitingRequests, kvUsage, inFlight, othersInFlight, score }: Contender,
  ask: PolicyAsk,
): string {
  const wait = waitMs >= 1 ? `, ${Math.round(waitMs)} of them waiting` : "";
  const cached =
    cachedTokens > 0 ? `, ${Math.round((100 * cachedTokens) / ask.inputTokens)} % of the prompt cached` : "";
  const queued = waitingRequests > 0 ? `, ${waitingRequests} waiting by its metrics` : "";
  const beside = othersInFlight > 0 ? ` and ${othersInFlight} of others` : "";
  const full = kvUsage > 0 ? `, ${Math.round(100 * kvUsage)} % of its KV cache used` : "";
  return `cost ${Math.round(score)}: ${Math.round(firstTokenMs)} ms to the first token${wait}, ${Math.round(tokenMs * 10) / 10} ms a token, ${inFlight} in flight${beside}${queued}${full}${cached}`;
}
