import { describe, expect, it } from "vitest";
import { AttemptLimiter } from "./attempt-limiter.ts";

describe("AttemptLimiter", () => {
  it("lets 10 failures of an email pass, then none until the first is 5 minutes old", () => {
    const limiter = new AttemptLimiter();
    for (let at = 0; at < 10; at += 1) {
      expect(limiter.allows("a@x", at)).toBe(true);
      limiter.failed("a@x", at);
    }
    expect(limiter.allows("a@x", 299_999)).toBe(false);
    expect(limiter.allows("b@x", 299_999)).toBe(true);
    expect(limiter.allows("a@x", 300_001)).toBe(true);
  });

  it("forgets failures once the password was right", () => {
    const limiter = new AttemptLimiter();
    for (let at = 0; at < 10; at += 1) limiter.failed("a@x", at);
    limiter.succeeded("a@x");
    expect(limiter.allows("a@x", 11)).toBe(true);
  });
});
