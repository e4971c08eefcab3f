import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchPattern } from "./match-pattern.ts";

describe("a pattern", () => {
  test.each([
    ["gpt-4o", "gpt-4o", true],
    ["gpt-4o", "gpt-4o-mini", false],
    ["gpt-4o", "GPT-4o", false],
    ["gpt-*", "gpt-", true],
    ["gpt-*", "gpt", false],
    ["*", "", true],
    ["us-*", "eu-us-1", false],
    ["*-east", "us-east", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["a.c", "abc", false],
    ["", "", true],
    ["", "a", false],
  ])("%j fits %j: %s", (pattern, value, fits) => {
    expect(matchPattern(pattern, value)).toBe(fits);
  });

  test("agrees with the same pattern as a regular expression, for any text over a small alphabet", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 12 });
    const value = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 16 });
    fc.assert(
      fc.property(text, value, (pattern, tried) => {
        const asRegExp = new RegExp(`^${pattern.replaceAll("*", "[^]*")}$`);
        expect(matchPattern(pattern, tried)).toBe(asRegExp.test(tried));
      }),
      { numRuns: 500 },
    );
  });

  test("with 30 stars against 10,000 characters takes steps, not ages", () => {
    let steps = 0;
    const counted = new Proxy(Object("a".repeat(10_000)), {
      get: (target, key) => {
        if (key === "charCodeAt") return (at: number) => (steps++, String(target).charCodeAt(at));
        return key === "length" ? 10_000 : undefined;
      },
    }) as string;
    const pattern = `${"*a".repeat(30)}b`;
    expect(matchPattern(pattern, counted)).toBe(false);
    expect(steps).toBeLessThanOrEqual(pattern.length * 10_000);
  });
});
