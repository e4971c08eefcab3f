import { expect, test } from "vitest";
import { evenly, plainFleet, runFleet } from "../testing/small-fleet.ts";
import { runFigures } from "./run-figures.ts";
import type { RouterFactory } from "./simulated-router.ts";
import type { SimulationResult } from "./simulation-result.ts";

test("after a warm-up of a half, the second half counts alone", () => {
  const upstreams = plainFleet({ faults: [{ kind: "slow", factor: 2, fromMs: 0, toMs: 5_000 }] });
  const result = runFleet(upstreams, evenly(20, 500));
  const { requests, firstTokenMs, perTokenMs, endToEndMs, success, attainment } = runFigures(result, {
    upstreams,
    objectiveMs: 200,
    warmUp: 0.5,
  });
  expect(requests).toBe(10);
  expect(firstTokenMs.p95).toBeCloseTo(110);
  expect(perTokenMs.mean).toBeCloseTo(10);
  expect(endToEndMs.p50).toBeCloseTo(210);
  expect([success, attainment]).toEqual([1, 1]);
  expect(runFigures(result, { upstreams, objectiveMs: 200, warmUp: 0 }).attainment).toBeCloseTo(0.5, 1);
});

test("round robin sends a slow one of two its half, and finds it again at once", () => {
  const upstreams = plainFleet({ faults: [{ kind: "slow", factor: 10, fromMs: 10_000, toMs: 40_000 }] }, {});
  const result = runFleet(upstreams, evenly(300, 200));
  const { slow } = runFigures(result, { upstreams, objectiveMs: 200, warmUp: 0 });
  expect(slow?.shareAfter5s).toBeCloseTo(0.5, 1);
  expect(slow?.foundAgainMs).toBe(0);
});

test("a quota of 60 a minute where 120 are asked for is used up, and what is above it is counted as 429", () => {
  const upstreams = plainFleet({ quota: { requestsPerMinute: 60, tokensPerMinute: null } }, { priority: 2 });
  const result = runFleet(upstreams, evenly(480, 500));
  const { quota, rateLimitedShare, success } = runFigures(result, { upstreams, objectiveMs: 200, warmUp: 0 });
  expect(quota?.usedWhenShort).toBe(1);
  expect(quota?.usedInShortMinutes).toBeCloseTo(1, 1);
  expect(rateLimitedShare).toBeCloseTo(0.5, 1);
  expect(success).toBe(1);
});

test("of a quota of 60 a minute a router that sends every third of 120 there has used two thirds when the others go elsewhere", () => {
  const upstreams = plainFleet({ quota: { requestsPerMinute: 60, tokensPerMinute: null } }, { priority: 2 });
  const third: RouterFactory = () => ({
    pick: ({ index }) => (index % 3 === 0 ? 0 : 1),
    onFirstToken() {},
    onEnd() {},
    onError() {},
  });
  const result = runFleet(upstreams, evenly(480, 500), { router: third });
  const { quota } = runFigures(result, { upstreams, objectiveMs: 200, warmUp: 0 });
  expect(quota?.usedWhenShort).toBeCloseTo(2 / 3, 2);
  expect(quota?.usedInShortMinutes).toBeCloseTo(2 / 3, 2);
});

test("a router that turns from one upstream to the other every 10 s swings twelve times a minute, round robin never", () => {
  const upstreams = plainFleet({}, {});
  const traffic = evenly(600, 200);
  const turning: RouterFactory = () => ({
    pick: (_request, nowMs) => Math.floor(nowMs / 10_000) % 2,
    onFirstToken() {},
    onEnd() {},
    onError() {},
  });
  const swings = (result: SimulationResult) =>
    runFigures(result, { upstreams, objectiveMs: 200, warmUp: 0 }).swingsPerMinute;
  expect(swings(runFleet(upstreams, traffic, { router: turning }))).toBeCloseTo(11, 0);
  expect(swings(runFleet(upstreams, traffic))).toBe(0);
});
