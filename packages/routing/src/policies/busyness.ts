import type { Contender } from "./policy.ts";
import { byInFlight } from "./settle-ties.ts";

/** Less outstanding for its weight and warmth first, then fewer requests in flight. */
export const byBusyness = (a: Contender, b: Contender): number => busyness(a) - busyness(b) || byInFlight(a, b);

const busyness = ({ outstandingTokens, weight, warmth }: Contender): number => outstandingTokens / (weight * warmth);
