import { describe, expect, it } from "vitest";
import { mailOutcome } from "./mail-outcome.ts";

const refusal = (responseCode: number) => Object.assign(new Error("No such\r\nuser"), { responseCode });

describe("mailOutcome", () => {
  it("is sent when the server took it", () => {
    expect(mailOutcome({ error: null, attempts: 3, nowMs: 0 })).toEqual({ state: "sent", problem: null });
  });

  it.each([
    [1, 15_000],
    [2, 60_000],
    [4, 900_000],
    [7, 32_400_000],
  ])("waits after attempt %i for %i ms", (attempts, waitMs) => {
    const outcome = mailOutcome({ error: new Error("connect ECONNREFUSED"), attempts, nowMs: 1_000 });
    expect(outcome).toEqual({ state: "pending", problem: "connect ECONNREFUSED", nextAttemptAtMs: 1_000 + waitMs });
  });

  it("gives up after the 8th", () => {
    expect(mailOutcome({ error: new Error("timeout"), attempts: 8, nowMs: 0 }).state).toBe("dead");
  });

  it("gives up at once when there is no such mailbox, and says so in one line", () => {
    const outcome = mailOutcome({ error: refusal(550), attempts: 1, nowMs: 0 });
    expect(outcome).toEqual({ state: "dead", problem: "No such user" });
  });

  it.each([421, 450, 535, 552])("tries again after %i: that passes, or people mend it", (code) => {
    expect(mailOutcome({ error: refusal(code), attempts: 1, nowMs: 0 }).state).toBe("pending");
  });
});
