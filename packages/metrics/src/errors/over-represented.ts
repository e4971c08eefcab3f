/** Requests of one value of a dimension: of an error, or of all traffic. */
export type ValueCount = { readonly dimension: string; readonly value: string; readonly requests: number };

/** A value that an error's requests have far more often than all requests do. */
export type OverRepresented = {
  readonly dimension: string;
  readonly value: string;
  readonly requests: number;
  /** Of the error's requests, 0..1. */
  readonly share: number;
  /** Of all traffic of the same hours, 0..1. */
  readonly usualShare: number;
  /** share ÷ usual share. */
  readonly ratio: number;
};

const fewestErrors = 5;
const fewestAll = 50;
const leastShare = 0.1;
const leastRatio = 1.5;
const most = 12;

/**
 * What is over-represented in an error, most telling first. With fewer than 5 errors or 50 requests in all nothing is:
 * chance would speak. A value that traffic has not at all counts as one request of it.
 */
export function overRepresented(errors: readonly ValueCount[], traffic: readonly ValueCount[]): OverRepresented[] {
  const all = new Map(traffic.map(({ dimension, value, requests }) => [`${dimension} ${value}`, requests]));
  const found: OverRepresented[] = [];
  for (const { dimension, value, requests } of errors) {
    const errorTotal = totalOf(errors, dimension);
    const allTotal = totalOf(traffic, dimension);
    if (value === "" || requests < fewestErrors || allTotal < fewestAll) continue;
    const share = requests / errorTotal;
    const usualShare = Math.max(1, all.get(`${dimension} ${value}`) ?? 0) / allTotal;
    const ratio = share / usualShare;
    if (share >= leastShare && ratio >= leastRatio) {
      found.push({ dimension, value, requests, share, usualShare, ratio });
    }
  }
  return found.sort((a, b) => b.share - b.usualShare - (a.share - a.usualShare)).slice(0, most);
}

const totalOf = (counts: readonly ValueCount[], dimension: string): number =>
  counts.reduce((sum, count) => sum + (count.dimension === dimension ? count.requests : 0), 0);
