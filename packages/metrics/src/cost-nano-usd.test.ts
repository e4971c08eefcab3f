import { describe, expect, it } from "vitest";
import { costNanoUsd } from "./cost-nano-usd.ts";

const price = {
  inputPerMillionTokens: 2.5,
  cachedInputPerMillionTokens: 1.25,
  cacheWritePerMillionTokens: 3,
  outputPerMillionTokens: 10,
};

describe("costNanoUsd", () => {
  it("is 0.0125 USD for 1,000 tokens in at 2.50 and 1,000 out at 10.00 a million", () => {
    expect(costNanoUsd(price, { inputTokens: 1_000, cachedInputTokens: 0, outputTokens: 1_000 })).toBe(12_500_000);
  });

  it("prices cached and cache-written input apart from the rest of the input", () => {
    const tokens = { inputTokens: 100, cachedInputTokens: 40, cacheWriteTokens: 10, outputTokens: 0 };
    expect(costNanoUsd(price, tokens)).toBe(1_000 * (50 * 2.5 + 40 * 1.25 + 10 * 3));
  });

  it("is 0 without a price and never bills more cached tokens than there was input", () => {
    expect(costNanoUsd(null, { inputTokens: 5, cachedInputTokens: 0, outputTokens: 5 })).toBe(0);
    expect(costNanoUsd(price, { inputTokens: 5, cachedInputTokens: 9, outputTokens: 0 })).toBe(5 * 1_250);
  });
});
