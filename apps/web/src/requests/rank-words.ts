import { formatPercent } from "../format/format-number.ts";

/**
 * "Slower than 97.0%", or "faster than …" when it is below the middle; with the word for more first. Histograms are not exact to
 * the last one, so that nothing is ever slower than all.
 */
export function rankWords(above: number, more: string, less: string): string {
  const isMore = above >= 0.5;
  const share = Math.min(0.999, isMore ? above : 1 - above);
  const word = isMore ? more : `${less.charAt(0).toUpperCase()}${less.slice(1)}`;
  return share < 0.55 ? "About in the middle" : `${word} than ${formatPercent(share)}`;
}
