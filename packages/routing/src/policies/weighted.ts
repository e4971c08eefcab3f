import type { Contender, RoutePolicy } from "./policy.ts";
import { smoothOrder } from "./smooth-order.ts";

/** Exact shares by weight. Slow start scales the weight. */
export const weighted: RoutePolicy = {
  order(tier, ask) {
    smoothOrder(tier, ask, warmWeight);
    let total = 0;
    for (const { weight } of tier) total += weight;
    for (const contender of tier) {
      const { weight, warmth } = contender;
      contender.why =
        warmth < 1
          ? `weight ${weight} of ${total}, warmed up to ${Math.round(warmth * 100)} %`
          : `weight ${weight} of ${total}`;
    }
  },
};

const warmWeight = (contender: Contender): number => contender.weight * contender.warmth;
