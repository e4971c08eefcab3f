import type { Faults } from "../server/faults.ts";
import type { DemoUpstream } from "./demo-fleet.ts";

type Episode = { readonly upstream: DemoUpstream["name"]; readonly faults: Faults; readonly lastsMs: number };

const firstAtMs = 45_000;
const everyMs = 300_000;

/** In this order, over and over. The first is what a newcomer sees. */
const episodes: readonly Episode[] = [
  { upstream: "east-1", faults: { slowdown: 8 }, lastsMs: 60_000 },
  { upstream: "east-2", faults: { errors: { status: 503, share: 0.4 } }, lastsMs: 45_000 },
  { upstream: "west-1", faults: { errors: { status: 429, share: 0.5, retryAfterMs: 5000 } }, lastsMs: 45_000 },
  { upstream: "east-1", faults: { hangAfterHeaders: true }, lastsMs: 30_000 },
];

/**
 * What is wrong in the demo fleet at a time since its traffic began; null while all is well. East-1 is eight times
 * slower from 0:45 to 1:45; from then on something else happens every five minutes.
 */
export function scriptedFault(elapsedMs: number): Episode | null {
  const sinceFirstMs = elapsedMs - firstAtMs;
  if (sinceFirstMs < 0) return null;
  const episode = episodes[Math.floor(sinceFirstMs / everyMs) % episodes.length];
  return episode && sinceFirstMs % everyMs < episode.lastsMs ? episode : null;
}
