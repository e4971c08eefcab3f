import type { LeasedKind } from "./leased-meter.ts";

/** In this time everything that a sliding minute counts has slid out of it. */
const minuteMs = 60_000;

/** What was last heard of one meter before the store was lost. */
export type LastHeard = {
  readonly kind: LeasedKind;
  readonly limit: number;
  readonly held: number;
  readonly heldByOthers: number;
  readonly gateways: number;
  readonly lostForMs: number;
};

/**
 * What a gateway may use of a limit while the store is gone. Its lease stays its own, and of what nobody held it takes an
 * equal part; the parts of all add up to the limit, as far as all heard the same. Of a limit that slides it keeps no more
 * than its equal part, and takes up to it once the minute in which others may still have used more is over.
 */
export function localShare({ kind, limit, held, heldByOthers, gateways, lostForMs }: LastHeard): number {
  const unheld = Math.max(0, limit - held - heldByOthers);
  const first = held + Math.floor(unheld / gateways);
  if (kind === "spend") return Math.min(limit, first);
  // A limit smaller than the number of gateways would otherwise let nothing through at all.
  const equal = Math.max(kind === "tokens" ? 0 : 1, Math.floor(limit / gateways));
  return lostForMs < minuteMs ? Math.min(Math.max(first, 0), equal) : equal;
}
