import type { Contender, RoutePolicy } from "./policy.ts";
import { smoothOrder } from "./smooth-order.ts";

/** Everyone in turn, whatever the weights. Slow start makes turns rarer. */
export const roundRobin: RoutePolicy = {
  order(tier, ask) {
    smoothOrder(tier, ask, warmTurn);
    const turns = `takes turns among ${tier.length}`;
    for (const contender of tier) {
      contender.why = contender.warmth < 1 ? `${turns}, warmed up to ${Math.round(contender.warmth * 100)} %` : turns;
    }
  },
};

const warmTurn = (contender: Contender): number => contender.warmth;
