/** Times are told apart by a twelfth of their size: an octave has as many steps. */
const steps = 8;

/** Up to 2^20 ms, a quarter of an hour; longer ones are taken for that. */
export const latencyKinds = 1 + 20 * steps;

/** Which of the histogram's kinds a time is. */
export const latencyKind = (ms: number): number =>
  ms <= 1 ? 0 : Math.min(latencyKinds - 1, 1 + Math.floor(Math.log2(ms) * steps));

/** The time below which 95 of 100 lie, in ms; null of fewer than `atLeast`. */
export function percentile95(counts: Float64Array, atLeast: number): number | null {
  let total = 0;
  for (const count of counts) total += count;
  if (total < Math.max(1, atLeast)) return null;
  const rank = 0.95 * total;
  let below = 0;
  let kind = 0;
  while (below + counts[kind]! < rank) below += counts[kind++]!;
  const within = (rank - below) / counts[kind]!;
  return kind === 0 ? within : 2 ** ((kind - 1 + within) / steps);
}
