/** Buckets per doubling: neighbouring bounds are 9.05 % apart, so a bucket's middle is within 4.43 % of its values. */
const bucketsPerDoubling = 8;

/** Holds everything up to 0.136 ms, zero included. */
export const lowestBucket = -24;

/** Ends at 2^29 ms, over six days; what is longer counts as that. */
export const highestBucket = 231;

/** The bucket of a value in ms. */
export function bucketIndex(value: number): number {
  if (!(value > 0.125)) return lowestBucket;
  const index = Math.ceil(Math.log2(value) * bucketsPerDoubling) - 1;
  return index < lowestBucket ? lowestBucket : index > highestBucket ? highestBucket : index;
}

/** The geometric middle of a bucket in ms: what stands for every value in it. */
export function bucketMiddle(index: number): number {
  return 2 ** ((index + 0.5) / bucketsPerDoubling);
}

/** What a bucket holds, ms: more than `low`, at most `high`. The lowest holds 0, too. */
export function bucketBounds(index: number): { readonly low: number; readonly high: number } {
  return {
    low: index === lowestBucket ? 0 : 2 ** (index / bucketsPerDoubling),
    high: 2 ** ((index + 1) / bucketsPerDoubling),
  };
}
