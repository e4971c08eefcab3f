import type { AffinityTrace } from "../affinity/stay-at-home.ts";
import { matchAny } from "../matching/match-pattern.ts";
import { closeNames } from "../matching/close-names.ts";
import type { Override } from "../override.ts";
import type { TokenEstimate } from "../limits/upstream-estimate.ts";
import type { PolicyAsk, RoutePolicy } from "../policies/policy.ts";
import type { Regime } from "../policy-options.ts";
import type { AffinityVerdict, Candidate, NoPlan, RoutePlan, Skipped } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import type { Route, RoutingTable } from "../routing-table.ts";
import type { RoutingState } from "../state/routing-state.ts";
import { affinityTraceOf, keepFullHome, leadHome } from "./lead-home.ts";
import { panicCandidates } from "./panic.ts";
import { type Preference, preferenceOf } from "./preference.ts";
import type { PlanTarget } from "./plan-target.ts";
import { PlannedCandidate } from "./planned-candidate.ts";
import { type Sifted, sift } from "./sift.ts";
import { earnCaps, standingOrders } from "./standing-orders.ts";

export type PlanInput = {
  /** One that `state` has adopted. */
  readonly table: RoutingTable;
  readonly state: RoutingState;
  readonly request: RouteRequest;
  readonly overrides: readonly Override[];
  readonly nowMs: number;
  /** 0 ≤ random() < 1. */
  readonly random: () => number;
  /** False: nobody will read why each candidate stands where it does; simulations do not. */
  readonly words?: boolean;
};

export type PlanResult =
  | {
      readonly kind: "plan";
      readonly plan: RoutePlan;
      readonly route: Route;
      /** To be told when an attempt begins; null where nothing keeps the request together with others. */
      readonly affinity: AffinityTrace | null;
    }
  | { readonly kind: "none"; readonly why: NoPlan };

/**
 * Decides which upstreams serve a request, in which order: match, filter, availability, overrides, rules, canary,
 * affinity, policy. Advances the turns of round-robin policies and the credit of caps; nothing counts as in flight before `RoutingState.begin`.
 */
export function planRequest(input: PlanInput): PlanResult {
  const { state, request, nowMs } = input;
  const compiled = state.compiled(input.table);
  const matched = compiled.routes[compiled.index.find(request)];
  if (!matched) {
    const close = closeNames(request.model, compiled.index.modelsFor(request.keyName, request.keyRoutes));
    return { kind: "none", why: { kind: "unknown_model", model: request.model, close } };
  }
  const { route } = matched;
  if (!matchAny(request.keyRoutes, route.name)) {
    return { kind: "none", why: { kind: "route_forbidden", route: route.name } };
  }
  const orders = input.overrides.length === 0 ? null : standingOrders(matched, input.overrides, nowMs);
  earnCaps(matched.targets, orders);
  const ask = expectedTokens(request, state.expectedOutputTokens);
  const sifted = sift(matched, request, ask, orders, nowMs);
  if (sifted.available.length === 0 && sifted.unhealthy.length === 0) return none(route.name, sifted);
  const panic = sifted.available.length === 0;
  const affinity = affinityTraceOf(matched, request);
  let together: AffinityVerdict | null = null;
  const lead = route.affinity
    ? (tier: PlanTarget[]) => {
        together = leadHome(matched, tier, affinity, request, nowMs);
      }
    : null;
  const policyAsk = policyAskOf(route, ask, input);
  // What has no say is not asked: a canary's turn would be lost.
  const preference = panic ? null : preferenceOf(matched, request, nowMs);
  const candidates = panic
    ? panicCandidates(sifted.unhealthy)
    : ordered(matched.policy, sifted.available, policyAsk, lead, preference);
  const skipped = panic ? withoutTried(sifted.skipped, candidates) : sifted.skipped;
  const decided: RoutePlan = { route: route.name, policy: route.policy.kind, candidates, skipped, panic };
  const { regime } = policyAsk;
  const unreasoned = regime === null && preference === null && together === null;
  const plan = unreasoned ? decided : withReasons(decided, regime, preference, together);
  if (affinity) keepFullHome(matched, sifted, affinity, nowMs);
  return { kind: "plan", plan, route, affinity };
}

/** Only of routes that have something to say beside their candidates: most plans are not laid out twice. */
const withReasons = (
  plan: RoutePlan,
  regime: Regime | null,
  preference: Preference | null,
  affinity: AffinityVerdict | null,
): RoutePlan => ({
  ...plan,
  ...(regime === null ? {} : { regime }),
  ...(preference?.verdicts ? { rules: preference.verdicts } : {}),
  ...(preference?.canary ? { canary: preference.canary } : {}),
  ...(affinity === null ? {} : { affinity }),
});

function none(route: string, { eligible, skipped, dueInMs }: Sifted): PlanResult {
  return eligible === 0
    ? { kind: "none", why: { kind: "no_eligible_upstream", route, skipped } }
    : { kind: "none", why: { kind: "none_available", route, skipped, retryAfterMs: dueInMs } };
}

/** Tokens that a request is expected to use: its prompt's, and those that replies usually have, or fewer where it says so. */
export function expectedTokens(
  { inputTokens, maxOutputTokens }: Pick<RouteRequest, "inputTokens" | "maxOutputTokens">,
  usualOutputTokens: number,
): TokenEstimate {
  const outputTokens = maxOutputTokens === null ? usualOutputTokens : Math.min(usualOutputTokens, maxOutputTokens);
  return { inputTokens, outputTokens };
}

const policyAskOf = (
  { objectives }: Route,
  { inputTokens, outputTokens }: TokenEstimate,
  { request, nowMs, random, words = true }: PlanInput,
): PolicyAsk => ({
  nowMs,
  random,
  stream: request.stream,
  inputTokens,
  outputTokens,
  objectives: objectives ?? null,
  prompt: request.prompt ?? null,
  regime: null,
  leading: true,
  words,
});

/** Orders tier by tier. `available` stands by priority; what is preferred stands before all the others. */
function ordered(
  policy: RoutePolicy,
  available: readonly PlanTarget[],
  ask: PolicyAsk,
  lead: Lead | null,
  preference: Preference | null,
): Candidate[] {
  const candidates: Candidate[] = [];
  if (preference === null) inTiers(policy, available, ask, lead, "", candidates);
  else for (const { targets, why } of preference.ranks(available)) inTiers(policy, targets, ask, lead, why, candidates);
  return candidates;
}

/** Has the last word on who leads the tier that is tried first. */
type Lead = (tier: PlanTarget[]) => void;

/** Adds them to `candidates`; `why` stands before what the policy says of each. */
function inTiers(
  policy: RoutePolicy,
  available: readonly PlanTarget[],
  ask: PolicyAsk,
  lead: Lead | null,
  why: string,
  candidates: Candidate[],
): void {
  const { nowMs } = ask;
  for (let from = 0; from < available.length; ) {
    const tier: PlanTarget[] = [];
    const priority = available[from]?.priority;
    for (; from < available.length && available[from]?.priority === priority; from++) {
      const target = available[from]!;
      if (!policy.refreshes || lead) target.refresh(nowMs);
      tier.push(target);
    }
    policy.order(tier, ask);
    if (ask.leading) {
      lead?.(tier);
      tier[0]!.spendCap();
    }
    ask.leading = false;
    for (const target of tier) candidates.push(new PlannedCandidate(target, why));
  }
}

const withoutTried = (skipped: readonly Skipped[], tried: readonly Candidate[]): readonly Skipped[] =>
  skipped.filter(({ name }) => !tried.some((candidate) => candidate.name === name));
