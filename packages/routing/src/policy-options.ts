/** The policies that routing acts on. */
export const policyKinds = ["weighted", "round_robin", "latency", "queue", "usage", "cost", "adaptive"] as const;
export type PolicyKind = (typeof policyKinds)[number];

/** How a route orders its targets within a priority, with every option filled in. */
export type Policy =
  | { readonly kind: Exclude<PolicyKind, "usage" | "cost" | "adaptive"> }
  | UsagePolicyOptions
  | CostPolicyOptions
  | AdaptivePolicyOptions;

/** The limits of an upstream that `usage` may look at. */
export const countedLimits = ["requests_per_minute", "tokens_per_minute", "max_in_flight", "spend"] as const;
export type CountedLimit = (typeof countedLimits)[number];

export type UsagePolicyOptions = {
  readonly kind: "usage";
  readonly limits: readonly CountedLimit[];
};

export type CostPolicyOptions = {
  readonly kind: "cost";
  /** 0..1: costs this close to the cheapest are alike. */
  readonly alike: number;
};

export type AdaptivePolicyOptions = {
  readonly kind: "adaptive";
  /** What an engine is taken to read; rather too few than too many. */
  readonly prefillTokensPerSecond: number;
  /** A second of the reply's output weighs as much as this much of a second before its first token. */
  readonly outputWeight: number;
  /** What it counts for, in ms, that a request costs once more what it costs at the cheapest. */
  readonly priceWeightMs: number;
  /** By how much, in ms, another one has to be better before a request leaves those that have its prompt cached. */
  readonly warmWithinMs: number;
  /** 0..1: share of requests that look again at an upstream which was not seen for long and would serve them if it were not slow. */
  readonly exploration: number;
  /** Prompt tokens that one upstream is taken to keep in its cache. */
  readonly prefixCacheTokens: number;
};

/** What a route promises its callers. Milliseconds; null: nothing is promised. */
export type Objectives = {
  /** 95 of 100 streams begin within this time. */
  readonly firstTokenP95Ms: number | null;
  /** 95 of 100 replies are complete within this time. */
  readonly responseP95Ms: number | null;
  /** 0..1, below 1: as many requests succeed. Absent: nothing is promised. */
  readonly successRate?: number;
};

/** What governs a decision of `adaptive`: how fast upstreams are, what waits there, or what is left of their limits. */
export const regimes = ["latency", "surge", "quota"] as const;
export type Regime = (typeof regimes)[number];
