import type { AttemptRecord } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { attemptWords } from "./attempt-words.ts";

const attempt = (part: Partial<AttemptRecord>): AttemptRecord => ({
  upstream: "east-1",
  as: "first",
  startedAtMs: 2,
  headersAtMs: null,
  firstTokenAtMs: null,
  endedAtMs: 900,
  status: 200,
  outcome: "completed",
  cause: null,
  retryAfterMs: null,
  ...part,
});
const said = (...attempts: readonly AttemptRecord[]) => attempts.map((each) => attemptWords(each, attempts));
const hedge: Partial<AttemptRecord> = { upstream: "west-1", as: "hedge", startedAtMs: 814, hedgeAfter: 800 };
const lost = { outcome: "cancelled", outrun: true } as const;

describe("an attempt in words", () => {
  it("says why it was made, and what went wrong", () => {
    expect(
      said(
        attempt({ outcome: "failed", cause: "rate_limited", retryAfterMs: 2_000 }),
        attempt({ as: "fallback", upstream: "west-1" }),
      ),
    ).toEqual(["First attempt: rate limited, asked for 2.00 s pause", "Fallback"]);
  });

  it("says of a hedge whom it was asked beside, after how long, and which of the two answered", () => {
    const asked = "Hedge, asked too as east-1 had no first token after 812 ms";
    expect(said(attempt(lost), attempt({ ...hedge, hedgeAfter: "p95" }))).toEqual([
      "First attempt; let go, as west-1 began first",
      `${asked}, as 95 of 100 such streams have there; began first, and answered`,
    ]);
    expect(said(attempt({}), attempt({ ...hedge, ...lost }))).toEqual([
      "First attempt; began first, and answered",
      `${asked}; let go, as east-1 began first`,
    ]);
  });

  it("says of a hedge whose other one failed what failed, and claims no race that was none", () => {
    const asked = "Hedge, asked too as east-1 had no first token after 812 ms";
    expect(said(attempt({ outcome: "failed", cause: "cut" }), attempt(hedge))).toEqual([
      "First attempt: connection cut",
      `${asked}; answered, as the other one failed`,
    ]);
    const left = { outcome: "cancelled" } as const;
    expect(said(attempt(left), attempt({ ...hedge, ...left }))).toEqual(["First attempt", asked]);
  });
});
