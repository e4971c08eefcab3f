import type { AttemptRecord } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { waterfallSegments } from "./waterfall-segments.ts";

const attempt = (part: Partial<AttemptRecord>): AttemptRecord => ({
  upstream: "east-1",
  as: "first",
  startedAtMs: 0,
  headersAtMs: null,
  firstTokenAtMs: null,
  endedAtMs: 100,
  status: 200,
  outcome: "completed",
  cause: null,
  retryAfterMs: null,
  ...part,
});

const parts = (part: Partial<AttemptRecord>) =>
  waterfallSegments(attempt(part), 200).map(({ part, from, width }) => [part, from, width]);

describe("waterfallSegments", () => {
  it("divides a stream into headers, first token and reply", () => {
    expect(parts({ headersAtMs: 20, firstTokenAtMs: 60 })).toEqual([
      ["connecting", 0, 0.1],
      ["waiting", 0.1, 0.2],
      ["receiving", 0.3, 0.2],
    ]);
  });

  it("has no first token in a reply that is no stream", () => {
    expect(parts({ headersAtMs: 40 })).toEqual([
      ["connecting", 0, 0.2],
      ["receiving", 0.2, 0.3],
    ]);
  });

  it("is one stretch for an attempt that never got an answer", () => {
    expect(parts({ startedAtMs: 50 })).toEqual([["connecting", 0.25, 0.25]]);
  });
});
