import type { Policy, PolicyKind } from "../policy-options.ts";

/** A policy with the language's defaults. */
export function policyOf(kind: PolicyKind): Policy {
  switch (kind) {
    case "usage":
      return { kind, limits: ["requests_per_minute", "tokens_per_minute", "max_in_flight", "spend"] };
    case "cost":
      return { kind, alike: 0.01 };
    default:
      return { kind };
  }
}
