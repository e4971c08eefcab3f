/** The policies that routing acts on. */
export const policyKinds = ["weighted", "round_robin", "latency", "queue", "usage", "cost"] as const;
export type PolicyKind = (typeof policyKinds)[number];

/** How a route orders its targets within a priority, with every option filled in. */
export type Policy = { readonly kind: Exclude<PolicyKind, "usage" | "cost"> } | UsagePolicyOptions | CostPolicyOptions;

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

/** What a route promises its callers. Milliseconds; null: nothing is promised. */
export type Objectives = {
  /** 95 of 100 streams begin within this time. */
  readonly firstTokenP95Ms: number | null;
  /** 95 of 100 replies are complete within this time. */
  readonly responseP95Ms: number | null;
};
