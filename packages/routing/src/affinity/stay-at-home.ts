import { callerText } from "../caller-text.ts";
import type { RouteRequest } from "../route-request.ts";
import type { AffinityVerdict } from "../route-plan.ts";
import type { RouteAffinity } from "../routing-table.ts";
import type { AffinityHomes } from "./affinity-homes.ts";
import { textNumber } from "./text-number.ts";

/** By how much the load of a home may exceed its fair part, and how many requests beyond that. */
const [slack, beyond] = [1.25, 1] as const;

/** What is to be remembered of a plan when an attempt begins. */
export type AffinityTrace = {
  readonly key: number;
  readonly ttlMs: number;
  /** It was sent elsewhere for the moment only: its home stays what it is. */
  keepsHome: boolean;
};

/** What a target has to say where requests stay together. */
export type Dweller = {
  readonly name: string;
  readonly weight: number;
  readonly inFlight: number;
  why: string;
  /** Number by which homes are remembered. */
  readonly number: number;
  cachedTokensOf(prefix: { readonly hashes: Uint32Array; readonly ends: Uint32Array }): number;
};

/** What of a request keeps it together with others, as a number; null: it has nothing of the kind. */
export function affinityKeyOf({ key }: RouteAffinity, route: string, request: RouteRequest): number | null {
  const text = key.from === "prefix" ? null : callerText(key, request);
  return text === null ? null : textNumber(`${route}|${text}`);
}

/**
 * Puts the home of a request before the others of its tier, which the policy has ordered, as long as it carries no more
 * than a quarter beyond its fair part of what is in flight, and one request. Affinity never floods an upstream so, and
 * never starves the others. Says what became of it.
 */
export function stayAtHome(
  tier: Dweller[],
  trace: AffinityTrace,
  homes: AffinityHomes,
  what: string,
  nowMs: number,
): AffinityVerdict {
  const home = homes.find(trace.key, nowMs);
  if (home === 0) return { upstream: null, why: `${what} lives nowhere yet, and will where it is served` };
  const at = tier.findIndex(({ number }) => number === home);
  // Nobody who may be tried: it moves to whoever serves it.
  if (at < 0) return { upstream: null, why: `${what} lives where it cannot be tried first now` };
  const dweller = tier[at]!;
  const most = mostInFlight(tier, dweller);
  if (dweller.inFlight + 1 > most) {
    trace.keepsHome = true;
    const why = `${what} lives at ${dweller.name}, where ${dweller.inFlight} of at most ${Math.floor(most)} are in flight`;
    tier[0]!.why += `; ${why}`;
    return { upstream: null, why };
  }
  toFront(tier, at);
  dweller.why = `${what} lives here; ${dweller.why}`;
  return { upstream: dweller.name, why: `${what} lives there` };
}

/** The same for prompts that begin alike: whoever has most of this one cached, of those that are not busier than that allows. */
export function stayWithPrefix(tier: Dweller[], request: RouteRequest): AffinityVerdict {
  const prefix = request.prompt?.prefix();
  if (!prefix) return { upstream: null, why: "the prompt was not looked at" };
  let [at, most] = [-1, 0];
  for (let index = 0; index < tier.length; index++) {
    const dweller = tier[index]!;
    const cached = dweller.cachedTokensOf(prefix);
    if (cached <= most || dweller.inFlight + 1 > mostInFlight(tier, dweller)) continue;
    [at, most] = [index, cached];
  }
  if (at < 0) return { upstream: null, why: "nobody who has room was sent what the prompt begins with" };
  const dweller = tier[at]!;
  toFront(tier, at);
  const sent = `about ${most} tokens of the prompt's beginning were sent`;
  dweller.why = `${sent} here; ${dweller.why}`;
  return { upstream: dweller.name, why: `${sent} there` };
}

function mostInFlight(tier: readonly Dweller[], { weight }: Dweller): number {
  let [inFlight, weights] = [1, 0];
  for (const dweller of tier) {
    inFlight += dweller.inFlight;
    weights += dweller.weight;
  }
  return (slack * inFlight * weight) / weights + beyond;
}

function toFront(tier: Dweller[], at: number): void {
  const dweller = tier[at]!;
  for (let index = at; index > 0; index--) tier[index] = tier[index - 1]!;
  tier[0] = dweller;
}
