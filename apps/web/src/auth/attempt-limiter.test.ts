import { describe, expect, it } from "vitest";
import { AttemptLimiter } from "./attempt-limiter.ts";

describe("AttemptLimiter", () => {
  it("lets 10 attempts on an email begin, finished or not, then none until the first is 5 minutes old", () => {
    const limiter = new AttemptLimiter();
    const begun = Array.from({ length: 11 }, (_, at) => limiter.begin("a@x", at));
    expect(begun).toEqual([...Array.from({ length: 10 }, () => true), false]);
    expect(limiter.begin("a@x", 299_999)).toBe(false);
    expect(limiter.begin("b@x", 299_999)).toBe(true);
    expect(limiter.begin("a@x", 300_001)).toBe(true);
  });

  it("forgets attempts once the password was right", () => {
    const limiter = new AttemptLimiter();
    for (let at = 0; at < 10; at += 1) limiter.begin("a@x", at);
    limiter.succeeded("a@x");
    expect(limiter.begin("a@x", 11)).toBe(true);
  });
});
