import type { Objectives, Policy } from "@meridian/routing";
import { languageDefaults } from "../defaults.ts";
import type { RouteDocument } from "../schema/route.ts";

/** A policy with every option filled in. */
export const compilePolicy = (policy: RouteDocument["policy"]): Policy => {
  const written = typeof policy === "string" ? { kind: policy } : policy;
  const { usage, cost, adaptive } = languageDefaults.policies;
  switch (written.kind) {
    case "weighted":
    case "round_robin":
    case "latency":
    case "queue":
      return { kind: written.kind };
    case "usage":
      return { kind: "usage", limits: written.limits ?? [...usage.limits] };
    case "cost":
      return { kind: "cost", alike: written.alike ?? cost.alike };
    case "adaptive":
      return {
        kind: "adaptive",
        prefillTokensPerSecond: written.prefill_tokens_per_second ?? adaptive.prefillTokensPerSecond,
        outputWeight: written.output_weight ?? adaptive.outputWeight,
        priceWeightMs: written.price_weight ?? adaptive.priceWeightMs,
        warmWithinMs: written.warm_within ?? adaptive.warmWithinMs,
        exploration: written.exploration ?? adaptive.exploration,
        prefixCacheTokens: written.prefix_cache_tokens ?? adaptive.prefixCacheTokens,
      };
  }
};

/** Stand in the table only where something is promised that routing reads. */
export const compileObjectives = (given: RouteDocument["objectives"]): { readonly objectives?: Objectives } => {
  const {
    first_token_p95: firstTokenP95Ms = null,
    response_p95: responseP95Ms = null,
    success_rate: successRate,
  } = given ?? {};
  if (firstTokenP95Ms === null && responseP95Ms === null && successRate === undefined) return {};
  return { objectives: { firstTokenP95Ms, responseP95Ms, ...(successRate === undefined ? {} : { successRate }) } };
};
