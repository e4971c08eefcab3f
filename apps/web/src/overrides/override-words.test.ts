import { describe, expect, it } from "vitest";
import { orderWords, timeLeft } from "./override-words.ts";

const order = { id: "o", upstream: "west-1", reason: "Game day", expiresAtMs: 0 };

describe("orderWords", () => {
  it("says each kind of order in one phrase", () => {
    expect(orderWords({ ...order, kind: "drain" })).toBe("Drain west-1");
    expect(orderWords({ ...order, kind: "cap", maxShare: 0.2 })).toBe("Cap west-1 at 20%");
    expect(orderWords({ ...order, kind: "force", route: "chat" })).toBe("Force chat to west-1");
  });
});

describe("timeLeft", () => {
  it.each([
    [-1, "0 s"],
    [1, "1 s"],
    [59_001, "1 min 0 s"],
    [1_745_000, "29 min 5 s"],
    [12_000_000, "3 h 20 min"],
    [86_400_000, "1 day 0 h"],
    [187_200_000, "2 days 4 h"],
  ])("%i ms: %s", (ms, words) => {
    expect(timeLeft(ms)).toBe(words);
  });
});
