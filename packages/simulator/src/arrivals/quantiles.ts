/** A distribution as its inverse: value at each of some probabilities, rising from 0 to 1, straight lines between. */
export type Quantiles = readonly (readonly [probability: number, value: number])[];

/** The value at a probability in [0, 1]. Fed with uniform numbers it draws from the distribution. */
export function quantileAt(quantiles: Quantiles, probability: number): number {
  const above = quantiles.findIndex(([at]) => at >= probability);
  const [toAt, to] = quantiles[above] ?? quantiles.at(-1) ?? [1, 0];
  const [fromAt, from] = quantiles[above - 1] ?? [toAt, to];
  return toAt === fromAt ? to : from + ((to - from) * (probability - fromAt)) / (toAt - fromAt);
}
