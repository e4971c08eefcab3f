import type { Price } from "@meridian/routing";

/** Tokens of one reply. `cachedInputTokens` and `cacheWriteTokens` are parts of `inputTokens`. */
export type BilledTokens = {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly cacheWriteTokens?: number;
  readonly outputTokens: number;
};

/** USD per million tokens, times this, is billionths of a USD per token. */
const nanoUsdPerToken = 1_000;

/** What a reply cost in billionths of a USD, rounded to an integer; 0 without a price. */
export function costNanoUsd(price: Price | null, tokens: BilledTokens): number {
  if (!price) return 0;
  const cached = Math.min(tokens.cachedInputTokens, tokens.inputTokens);
  const written = Math.min(tokens.cacheWriteTokens ?? 0, tokens.inputTokens - cached);
  return Math.round(
    nanoUsdPerToken *
      ((tokens.inputTokens - cached - written) * price.inputPerMillionTokens +
        cached * price.cachedInputPerMillionTokens +
        written * price.cacheWritePerMillionTokens +
        tokens.outputTokens * price.outputPerMillionTokens),
  );
}
