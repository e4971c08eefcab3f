import { usageLimitsSchema } from "@meridian/routing-config";
import { describe, expect, it } from "vitest";
import { limitProblems, limitsAreRight, limitsFormOf, limitsOf } from "./limits-form.ts";

const empty = limitsFormOf({}, "America/Denver");

describe("the form of limits", () => {
  it("says what the limits say", () => {
    const spend = { amountUsd: 12.5, period: "week", timeZone: "Asia/Tokyo" } as const;
    for (const limits of [
      {},
      { requestsPerMinute: 60 },
      { requestsPerMinute: 60, tokensPerMinute: 90_000, inFlight: 4, spend },
    ])
      expect(limitsOf(limitsFormOf(limits, "America/Denver"))).toEqual(limits);
  });

  it("begins a period in the reader's zone until an amount was saved with another one", () => {
    expect(limitsOf({ ...empty, amountUsd: "50" })).toEqual({
      spend: { amountUsd: 50, period: "month", timeZone: "America/Denver" },
    });
  });

  it.each([
    ["requestsPerMinute", ["0", "-1", "1.5", "60001"], ["1", "60000"]],
    ["tokensPerMinute", ["0", "1000000001"], ["1", "1000000000"]],
    ["inFlight", ["0", "10001"], ["10000"]],
    ["amountUsd", ["0", "-5", "1000000001", "x"], ["0.01", "1000000000"]],
  ] as const)("%s: refuses %j at its field and takes %j, as the API does", (field, bad, good) => {
    for (const text of bad) {
      expect(Object.keys(limitProblems({ ...empty, [field]: text }))).toEqual([field]);
      expect(usageLimitsSchema.safeParse(limitsOf({ ...empty, [field]: text })).success).toBe(false);
    }
    for (const text of good) {
      expect(limitsAreRight({ ...empty, [field]: text })).toBe(true);
      expect(usageLimitsSchema.safeParse(limitsOf({ ...empty, [field]: text })).success).toBe(true);
    }
  });
});
