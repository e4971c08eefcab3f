import { expect, test } from "vitest";
import { RequestLimit } from "./request-limit.ts";

test("of a limit of 2 a minute the third is refused until the first is 60 s old", () => {
  const limit = new RequestLimit(2);
  expect(limit.take(0)).toEqual({ allowed: true, remaining: 1 });
  expect(limit.take(10_000)).toEqual({ allowed: true, remaining: 0 });
  expect(limit.take(20_000)).toEqual({ allowed: false, retryAfterMs: 40_000 });
  expect(limit.take(60_000)).toEqual({ allowed: true, remaining: 0 });
});
