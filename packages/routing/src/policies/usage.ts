import { type Headroom, headroomOf, limitInWords } from "../limits/headroom.ts";
import { estimateUsage } from "../limits/upstream-estimate.ts";
import type { UsagePolicyOptions } from "../policy-options.ts";
import { byBusyness } from "./busyness.ts";
import type { Contender, RoutePolicy } from "./policy.ts";
import { settleTies } from "./settle-ties.ts";
import { sortByScore } from "./sort-by-score.ts";
import { speakFor } from "./speak-for.ts";

/**
 * Most headroom first: by the share that is left of whichever limit has the least left, this request counted in. One that
 * has no limit has all of it left. Equals by tokens outstanding for their weight. Slow start makes what is left count less.
 */
export const usage = ({ limits }: UsagePolicyOptions): RoutePolicy => ({
  order(tier, ask) {
    const headroom = (contender: Contender) =>
      headroomOf(contender, estimateUsage(ask, contender.price), limits, ask.nowMs);
    for (const contender of tier) {
      contender.score = 1 - headroom(contender).left * contender.warmth;
    }
    sortByScore(tier);
    const alike = settleTies(tier, ask.random, byBusyness);
    speakFor(tier, ask, (contender) => inWords(headroom(contender)));
    if (tier.length > 1) tier[0]!.why += alike > 1 ? `, drawn from ${alike} alike` : `, most of ${tier.length}`;
  },
});

const inWords = ({ limit, left }: Headroom): string =>
  limit === null ? "no limit of its own" : `${Math.round(left * 1_000) / 10} % of ${limitInWords[limit]} left`;
