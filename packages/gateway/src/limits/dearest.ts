import {
  estimateUsage,
  type RoutePlan,
  type RoutingTable,
  type TokenEstimate,
  type UsageAmount,
} from "@meridian/routing";

/** What a request is expected to use up at most: its tokens, at the price of the dearest of its candidates. */
export function dearest({ candidates }: RoutePlan, { upstreams }: RoutingTable, ask: TokenEstimate): UsageAmount {
  let most = estimateUsage(ask, null);
  for (const { upstream } of candidates) {
    const price = upstreams[upstream]?.price;
    if (!price) continue;
    const amount = estimateUsage(ask, price);
    if (amount.nanoUsd > most.nanoUsd) most = amount;
  }
  return most;
}
