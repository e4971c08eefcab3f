/** How long something took, over rounds. */
export type Measured = { readonly p50Ms: number; readonly p95Ms: number; readonly rounds: number };

/** By nearest rank, to a tenth of a millisecond. */
export function measured(timesMs: readonly number[]): Measured {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return Math.round(value * 10) / 10;
  };
  return { p50Ms: at(0.5), p95Ms: at(0.95), rounds: sorted.length };
}
