import type { Price } from "../routing-table.ts";
import type { UsageAmount } from "./usage-reservation.ts";

/** Tokens that a request is expected to use: the estimate of its prompt, and its share of what replies usually have. */
export type TokenEstimate = { readonly inputTokens: number; readonly outputTokens: number };

/** Not known: as much as nothing. */
export const unknownTokens: TokenEstimate = { inputTokens: 0, outputTokens: 0 };

/** What they are expected to use up of an upstream with this price; without one they cost nothing. */
export function estimateUsage({ inputTokens, outputTokens }: TokenEstimate, price: Price | null): UsageAmount {
  const tokens = inputTokens + outputTokens;
  if (price === null) return { tokens, nanoUsd: 0 };
  // 1 USD per million tokens is 1,000 nano-USD a token.
  const nanoUsd = (inputTokens * price.inputPerMillionTokens + outputTokens * price.outputPerMillionTokens) * 1_000;
  return { tokens, nanoUsd: Math.ceil(nanoUsd) };
}
