const nanosPerUsd = 1_000_000_000;
const cents = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const compact = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  notation: "compact",
  maximumFractionDigits: 1,
});

/** USD in totals: "$1,204.50"; from $100,000 on "$1.2M". */
export function formatUsd(usd: number | null): string {
  if (usd === null) return "–";
  return usd < 100_000 ? cents.format(usd) : compact.format(usd);
}

/** What one request cost, from billionths of a USD: "$0.000125". */
export function formatRequestCost(nanoUsd: number): string {
  return `$${(nanoUsd / nanosPerUsd).toFixed(6)}`;
}

/** Billionths of a USD → USD. */
export function usdOf(nanoUsd: number): number {
  return nanoUsd / nanosPerUsd;
}
