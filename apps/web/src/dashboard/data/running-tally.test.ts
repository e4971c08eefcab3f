import { emptyCounts } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { RunningTally } from "./running-tally.ts";
import { mergeTallies, type Tally } from "./tally.ts";

const tally = (requests: number): Tally => ({
  completed: {
    ...emptyCounts,
    requests,
    durationMs: { buckets: [requests % 7, requests], count: requests, sum: requests },
  },
});

describe("RunningTally", () => {
  it("says what merging everything says, while the window slides, its last step grows and gaps come", () => {
    const kept = new RunningTally();
    for (let second = 0; second < 90; second += 1) {
      const parts = Array.from({ length: 60 }, (_, at) => {
        const startMs = (at + Math.floor(second / 10)) * 10_000;
        return { startMs, tally: at === 20 ? null : tally(at === 59 ? second + 1 : startMs / 10_000 + 1) };
      });
      const all = mergeTallies(parts.flatMap(({ tally: one }) => (one === null ? [] : [one])));
      expect(kept.sum(parts, 10_000)).toEqual(all);
    }
  });

  it("is nothing without steps, and starts anew with another width", () => {
    const kept = new RunningTally();
    expect(kept.sum([], 10_000)).toEqual({});
    kept.sum([{ startMs: 0, tally: tally(3) }], 10_000);
    expect(kept.sum([{ startMs: 0, tally: tally(5) }], 20_000)).toEqual(tally(5));
  });
});
