import { describe, expect, it } from "vitest";
import { joinLines, type RequestLine, tailCanJudge } from "./request-line.ts";

const aLine = (id: string, startedAtMs: number, part: Partial<RequestLine> = {}): RequestLine => ({
  id,
  startedAtMs,
  route: "chat",
  upstream: "east-1",
  keyName: "Bot",
  stream: true,
  outcome: "completed",
  status: 200,
  errorCode: null,
  attemptCount: 1,
  firstTokenMs: 100,
  durationMs: 500,
  inputTokens: 1,
  outputTokens: 1,
  costNanoUsd: 1,
  configVersion: 1,
  ...part,
});

const all = {};

describe("joinLines", () => {
  it("shows a request once that came by history and by the live tail, newest first", () => {
    const lines = joinLines([aLine("c", 30), aLine("b", 20)], [aLine("b", 20), aLine("a", 10)], all);
    expect(lines.map(({ id }) => id)).toEqual(["c", "b", "a"]);
  });

  it("orders requests of one millisecond by their id, as history does", () => {
    expect(joinLines([], [aLine("a", 10), aLine("b", 10)], all).map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it("filters the live tail as the server filters history", () => {
    const tail = [
      aLine("a", 1),
      aLine("b", 2, { outcome: "failed" }),
      aLine("c", 3, { outcome: "failed", route: null }),
    ];
    expect(joinLines(tail, [], { outcome: "failed", route: "chat", minDurationMs: 500 }).map(({ id }) => id)).toEqual([
      "b",
    ]);
  });
});

describe("tailCanJudge", () => {
  it("knows outcome and duration of a line of the live tail, and neither its model nor its session", () => {
    expect(tailCanJudge({ outcome: "failed", minDurationMs: 5 })).toBe(true);
    expect(tailCanJudge({ outcome: "failed", model: "m" })).toBe(false);
    expect(tailCanJudge({ sessionHash: "s" })).toBe(false);
  });
});
