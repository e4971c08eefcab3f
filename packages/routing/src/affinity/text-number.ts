/** A number of 53 bits for a text, never 0: equal texts give equal numbers, others practically never. */
export function textNumber(text: string, seed = 0): number {
  let [high, low] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    high = Math.imul(high ^ letter, 0x85ebca6b);
    low = Math.imul(low ^ letter, 0xc2b2ae35);
    high = (high << 13) | (high >>> 19);
    low = (low << 11) | (low >>> 21);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return 2_097_152 * (high >>> 0) + (low >>> 11) || 1;
}
