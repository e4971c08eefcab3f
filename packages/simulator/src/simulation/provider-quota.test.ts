import { expect, test } from "vitest";
import { ProviderQuota } from "./provider-quota.ts";

test("three requests a minute: the fourth is told when the first has passed, and comes then", () => {
  const quota = new ProviderQuota({ requestsPerMinute: 3, tokensPerMinute: null });
  expect([0, 10_000, 20_000].map((atMs) => quota.take(1, atMs))).toEqual([0, 0, 0]);
  expect(quota.take(1, 30_500)).toBe(29_500);
  expect(quota.take(1, 60_000)).toBe(0);
  expect(quota.take(1, 60_001)).toBeGreaterThan(0);
});

test("1,000 tokens a minute: what does not fit waits for as much as it lacks", () => {
  const quota = new ProviderQuota({ requestsPerMinute: null, tokensPerMinute: 1_000 });
  expect(quota.take(600, 0)).toBe(0);
  expect(quota.take(300, 5_000)).toBe(0);
  expect(quota.take(200, 6_000)).toBe(54_000);
  expect(quota.take(900, 6_000)).toBe(59_000);
  expect(quota.take(100, 6_000)).toBe(0);
});

test("a reply counts when it has ended, and keeps requests away that would have fitted without it", () => {
  const quota = new ProviderQuota({ requestsPerMinute: null, tokensPerMinute: 1_000 });
  expect(quota.take(600, 0)).toBe(0);
  quota.add(300, 10_000);
  expect(quota.take(200, 20_000)).toBe(40_000);
  expect(quota.take(100, 20_000)).toBe(0);
});
