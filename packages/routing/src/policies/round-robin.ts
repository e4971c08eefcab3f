import { clause } from "../clause/clause.ts";
import type { Contender, RoutePolicy } from "./policy.ts";
import { smoothOrder } from "./smooth-order.ts";
import { warmedUp } from "./said-by-many.ts";

const turns = clause("takes turns among {}");

/** Everyone in turn, whatever the weights. Slow start makes turns rarer. */
export const roundRobin: RoutePolicy = {
  order(tier, ask) {
    smoothOrder(tier, ask, warmTurn);
    const among = [tier.length];
    for (const contender of tier) {
      contender.say(turns, among);
      if (contender.warmth < 1) contender.sayToo(warmedUp, [Math.round(contender.warmth * 100)]);
    }
  },
};

const warmTurn = (contender: Contender): number => contender.warmth;
