import { textNumber } from "../affinity/text-number.ts";
import { callerText } from "../caller-text.ts";
import type { CanaryVerdict } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import type { CallerIdentity, Route } from "../routing-table.ts";
import type { PlanTarget } from "./plan-target.ts";

/** Numbers of texts are below this. */
const numbers = 2 ** 53;

/** Sums of shares such as ten times 0.1 fall short of 1 by rounding. */
const rounding = 1e-9;

/**
 * Which requests an upstream is tried out on. Each caller has a place between 0 and 1 for each canary, and is inside
 * while its place is below the share: who is inside stays so while the share grows.
 */
export class CanaryDraw {
  readonly target: PlanTarget;
  readonly #share: number;
  /** For people. */
  readonly #callers: string;
  readonly #identities: readonly CallerIdentity[];
  readonly #salt: string;
  /** What requests that name no caller have earned of one that goes to the canary. */
  #earned: number;

  constructor(target: PlanTarget, share: number, { name, stickyKey = [] }: Route, before: CanaryDraw | null) {
    this.target = target;
    this.#share = share;
    this.#callers = `among the ${Math.round(share * 10_000) / 100} % of the callers`;
    this.#identities = stickyKey;
    this.#salt = `canary|${name}|${target.name}|`;
    this.#earned = before?.target.name === target.name ? before.#earned : 0;
  }

  draw(request: RouteRequest): CanaryVerdict {
    const upstream = this.target.name;
    for (const identity of this.#identities) {
      const text = callerText(identity, request);
      if (text === null) continue;
      const inside = textNumber(`${this.#salt}${text}`) / numbers < this.#share;
      return { upstream, inside, why: `${identityInWords(identity)} is ${inside ? "" : "not "}${this.#callers}` };
    }
    const inside = this.#takeTurn();
    return { upstream, inside, why: `it names no caller, and is ${inside ? "" : "not "}${this.#callers}` };
  }

  /** Exact over any number of requests, in each thread that serves some. */
  #takeTurn(): boolean {
    this.#earned += this.#share;
    if (this.#earned < 1 - rounding) return false;
    this.#earned -= 1;
    return true;
  }
}

function identityInWords(identity: CallerIdentity): string {
  switch (identity.from) {
    case "header":
      return `its \`${identity.name}\``;
    case "gateway_key":
      return "its gateway key";
    default:
      return `its ${identity.from}`;
  }
}
