import { clause } from "../clause/clause.ts";
import type { Contender, RoutePolicy } from "./policy.ts";
import { smoothOrder } from "./smooth-order.ts";
import { warmedUp } from "./said-by-many.ts";

const share = clause("weight {} of {}");

/** Exact shares by weight. Slow start scales the weight. */
export const weighted: RoutePolicy = {
  order(tier, ask) {
    smoothOrder(tier, ask, warmWeight);
    let total = 0;
    for (const { weight } of tier) total += weight;
    for (const contender of tier) {
      const { weight, warmth } = contender;
      contender.say(share, [weight, total]);
      if (warmth < 1) contender.sayToo(warmedUp, [Math.round(warmth * 100)]);
    }
  },
};

const warmWeight = (contender: Contender): number => contender.weight * contender.warmth;
