import type { Clause } from "./clause/clause.ts";
import type { PolicyKind, Regime } from "./policy-options.ts";

/**
 * The decision about one request as data: it is executed, logged, shown to people, asserted in tests and compared in
 * simulation. Candidates stand in the order in which they are to be tried.
 */
export type RoutePlan = {
  readonly route: string;
  readonly policy: PolicyKind;
  /** What governed the decision; only of policies that tell it. */
  readonly regime?: Regime;
  /** What became of the route's rules, up to the one that applied; only where there are rules. */
  readonly rules?: readonly RuleVerdict[];
  /** Only where the route has one. */
  readonly canary?: CanaryVerdict;
  /** Only where the route keeps requests together. */
  readonly affinity?: AffinityVerdict;
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly Skipped[];
  /**
   * Nothing was available and the least bad upstream is tried rather than failing everything: rules, canary and affinity were
   * not asked.
   */
  readonly panic: boolean;
};

/** Whether a rule applied, and why: one short clause for people. */
export type RuleVerdict = { readonly name: string; readonly applied: boolean; readonly why: string };

/** Whether the request is one of those on which an upstream is tried out, and why. */
export type CanaryVerdict = { readonly upstream: string; readonly inside: boolean; readonly why: string };

/** Whether the request is kept together with others at an upstream, and why: one short clause for people. */
export type AffinityVerdict = { readonly upstream: string | null; readonly why: string };

export type Candidate = {
  /** Index into `RoutingTable.upstreams`. */
  readonly upstream: number;
  readonly name: string;
  readonly priority: number;
  /** What the policy ordered by, lower is better; its unit is in `why`. */
  readonly score: number;
  /** One short clause for people, for example `3 in flight, fewest of 4`. */
  readonly why: string;
  /** What `why` is put together from, of a plan that was just made; null: it is a text. */
  readonly clause?: Clause | null;
  readonly figures?: readonly number[];
};

export type Skipped = { readonly name: string; readonly reason: SkipReason; readonly why: string };

export const skipReasons = [
  "requirement_tags",
  "requirement_region",
  "endpoint",
  "context_window",
  "tools",
  "vision",
  "json_schema",
  /** Its protocol has no word for a field of the request. */
  "unsupported_field",
  "drained",
  "capped",
  "not_forced",
  "breaker_open",
  "breaker_probing",
  "ejected",
  "health_check",
  "cooling_down",
  "max_in_flight",
  /** The limit of requests in flight has room, of which this gateway has too little yet. */
  "not_leased",
  "requests_per_minute",
  "tokens_per_minute",
  "spend",
  "credentials",
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Why there is no plan at all. */
export type NoPlan =
  /** `close` names up to three models that do exist and that the key may use. */
  | { readonly kind: "unknown_model"; readonly model: string; readonly close: readonly string[] }
  | { readonly kind: "route_forbidden"; readonly route: string }
  /** Requirements or capabilities exclude every target; nothing would change by waiting. */
  | { readonly kind: "no_eligible_upstream"; readonly route: string; readonly skipped: readonly Skipped[] }
  /** Every eligible upstream is cooling down or full; `retryAfterMs` is when the first is due. */
  | {
      readonly kind: "none_available";
      readonly route: string;
      readonly skipped: readonly Skipped[];
      readonly retryAfterMs: number | null;
    };
