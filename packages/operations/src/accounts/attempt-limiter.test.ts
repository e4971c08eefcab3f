import { describe, expect, it } from "vitest";
import { AttemptLimiter } from "./attempt-limiter.ts";

describe("AttemptLimiter", () => {
  it("lets 10 attempts on an email begin, finished or not, then none until the first is 5 minutes old", () => {
    const limiter = new AttemptLimiter(10);
    const begun = Array.from({ length: 11 }, (_, at) => limiter.begin("a@x", at));
    expect(begun).toEqual([...Array.from({ length: 10 }, () => null), 300_000]);
    expect(limiter.begin("a@x", 299_999)).toBe(300_000);
    expect(limiter.begin("b@x", 299_999)).toBeNull();
    expect(limiter.begin("a@x", 300_000)).toBeNull();
    expect(limiter.begin("a@x", 300_000)).toBe(300_001);
  });

  it("forgets attempts once the password was right", () => {
    const limiter = new AttemptLimiter(10);
    for (let at = 0; at < 10; at += 1) limiter.begin("a@x", at);
    limiter.succeeded("a@x");
    expect(limiter.begin("a@x", 11)).toBeNull();
  });

  it("forgives one that was right and keeps the 2 that were not", () => {
    const limiter = new AttemptLimiter(3);
    for (let at = 0; at < 3; at += 1) limiter.begin("203.0.113.7", at);
    limiter.forgive("203.0.113.7");
    expect(limiter.begin("203.0.113.7", 4)).toBeNull();
    expect(limiter.begin("203.0.113.7", 5)).toBe(300_000);
  });
});
