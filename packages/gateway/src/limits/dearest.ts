import {
  estimateUsage,
  type RoutePlan,
  type RoutingTable,
  type TokenEstimate,
  type UsageAmount,
} from "@meridian/routing";

/** Upstreams that a request may go to, with their prices. */
export type Priced = { readonly plan: Pick<RoutePlan, "candidates">; readonly table: Pick<RoutingTable, "upstreams"> };

/** What a request is expected to use up at most: its tokens, at the price of the dearest of its candidates. */
export function dearest({ plan, table }: Priced, ask: TokenEstimate): UsageAmount {
  let most = estimateUsage(ask, null);
  for (const { upstream } of plan.candidates) {
    const price = table.upstreams[upstream]?.price;
    if (!price) continue;
    const amount = estimateUsage(ask, price);
    if (amount.nanoUsd > most.nanoUsd) most = amount;
  }
  return most;
}
