import { describe, expect, it } from "vitest";
import { aRecord } from "@meridian/metrics/testing";
import { RequestTotals } from "./request-totals.ts";

describe("RequestTotals", () => {
  it("adds up requests, attempts, tokens and latency of one combination of labels", () => {
    const totals = new RequestTotals();
    totals.accept(aRecord({ durationMs: 50 }));
    totals.accept(aRecord({ durationMs: 51, attemptCount: 3, firstTokenMs: null }));
    expect(totals.series).toHaveLength(1);
    const [series] = totals.series;
    expect(series).toMatchObject({ requests: 2, attempts: 4, inputTokens: 20, outputTokens: 10 });
    expect([...(series?.duration.counts ?? [])].slice(0, 3)).toEqual([1, 1, 0]);
    expect(series?.duration.sum).toBeCloseTo(0.101);
    expect(series?.firstToken.sum).toBeCloseTo(0.04);
  });

  it("counts as other, by outcome, what comes beyond its cap of series", () => {
    const totals = new RequestTotals(2);
    for (const upstream of ["a", "b", "c", "d", "a"]) totals.accept(aRecord({ upstream }));
    totals.accept(aRecord({ upstream: "e", outcome: "failed" }));
    expect(
      totals.series.map(({ environment, upstream, outcome, requests }) => [environment, upstream, outcome, requests]),
    ).toEqual([
      ["env-1", "a", "completed", 2],
      ["env-1", "b", "completed", 1],
      ["other", "other", "completed", 2],
      ["other", "other", "failed", 1],
    ]);
  });
});
