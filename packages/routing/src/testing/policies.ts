import type { Policy, PolicyKind } from "../policy-options.ts";

/** A policy with the language's defaults. */
export function policyOf(kind: PolicyKind): Policy {
  switch (kind) {
    case "usage":
      return { kind, limits: ["requests_per_minute", "tokens_per_minute", "max_in_flight", "spend"] };
    case "cost":
      return { kind, alike: 0.01 };
    case "adaptive":
      return {
        kind,
        prefillTokensPerSecond: 8_000,
        outputWeight: 0.2,
        priceWeightMs: 0,
        warmWithinMs: 700,
        exploration: 0.005,
        prefixCacheTokens: 400_000,
      };
    default:
      return { kind };
  }
}
