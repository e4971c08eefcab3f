import { describe, expect, test } from "vitest";
import { cancelled, completed, failed, rejected } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";
import { FailureHistory } from "./failure-history.ts";
import type { UpstreamHealth } from "./upstream-health.ts";

const allowed = 0.001;
const beganAtMs = 1_000_000;
const minuteMs = 60_000;

function historyOf(requests: number, failures: number): FailureHistory {
  const history = new FailureHistory();
  for (let at = 0; at < requests; at++) history.record(at >= requests - failures, beganAtMs);
  return history;
}

/** Requests that fail at random, so many a second; yields after each whether too many have failed. */
function* judged(rate: number, perSecond: number, requests: number, seed: number): Generator<boolean> {
  const history = new FailureHistory();
  const random = seededRandom(seed);
  for (let at = 1; at <= requests; at++) {
    const nowMs = beganAtMs + (at * 1_000) / perSecond;
    history.record(random() < rate, nowMs);
    yield history.exceeds(allowed, nowMs);
  }
}

describe("a history of failures, of which 0.1 % are allowed", () => {
  test("is never exceeded by one failure; by two of 100 requests, not of 150, by five of 1,000", () => {
    expect([1, 2, 10, 1_000].map((requests) => historyOf(requests, 1).exceeds(allowed, beganAtMs))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(historyOf(100, 2).exceeds(allowed, beganAtMs)).toBe(true);
    expect(historyOf(150, 2).exceeds(allowed, beganAtMs)).toBe(false);
    expect(historyOf(1_000, 5).exceeds(allowed, beganAtMs)).toBe(true);
  });

  test.each([
    [3, 0.436],
    [5, 1.279],
    [10, 4.13],
    [20, 11.08],
  ])(
    "%d failures show at least %d, as the exact interval of 99 %% does within 7 %%, and never more",
    (failures, least) => {
      const history = historyOf(10_000, failures);
      expect(history.exceeds((least * 0.93) / 10_000, beganAtMs)).toBe(true);
      expect(history.exceeds(least / 10_000, beganAtMs)).toBe(false);
    },
  );

  test.each([0.2, 2, 20])(
    "is exceeded in less than 2 %% of moments by an upstream that fails 0.1 %%, at %d requests a second",
    (perSecond) => {
      let moments = 0;
      let exceeded = 0;
      for (let seed = 1; seed <= 20; seed++)
        for (const exceeds of judged(allowed, perSecond, 20_000, seed)) {
          moments++;
          if (exceeds) exceeded++;
        }
      expect(exceeded / moments).toBeLessThan(0.02);
    },
  );

  test("is exceeded within 800 requests, half the time within 300, by one that fails 1 %, and from then on", () => {
    const firsts: number[] = [];
    let moments = 0;
    let exceeded = 0;
    for (let seed = 1; seed <= 50; seed++) {
      let first = 0;
      let at = 0;
      for (const exceeds of judged(0.01, 2, 5_000, seed)) {
        at++;
        if (exceeds && first === 0) first = at;
        if (first === 0) continue;
        moments++;
        if (exceeds) exceeded++;
      }
      firsts.push(first);
    }
    firsts.sort((a, b) => a - b);
    expect(firsts[25]).toBeLessThan(300);
    expect(firsts[49]).toBeLessThan(800);
    expect(exceeded / moments).toBeGreaterThan(0.97);
  });

  test("fades by half in 10 minutes without requests, and 8 failures of 500 are forgiven between 25 and 30 minutes later", () => {
    const history = historyOf(500, 8);
    expect(history.requestsAt(beganAtMs + 10 * minuteMs)).toBeCloseTo(250);
    expect(history.share).toBeCloseTo(8 / 500);
    expect(history.exceeds(allowed, beganAtMs + 25 * minuteMs)).toBe(true);
    expect(history.exceeds(allowed, beganAtMs + 30 * minuteMs)).toBe(false);
  });

  test("is over after 8 successes where all of 30 requests had failed, after some 300 where 100 of 5,000 had, and after some 1,000 where 2 of 100 had", () => {
    const successesUntilOver = (requests: number, failures: number) => {
      const history = new FailureHistory();
      for (let at = 1; at <= requests; at++) history.record(at % (requests / failures) === 0, beganAtMs);
      let successes = 0;
      for (; history.exceeds(allowed, beganAtMs); successes++) history.record(false, beganAtMs);
      return successes;
    };
    expect(successesUntilOver(30, 30)).toBe(8);
    expect(successesUntilOver(5_000, 100)).toBeGreaterThan(280);
    expect(successesUntilOver(5_000, 100)).toBeLessThan(310);
    expect(successesUntilOver(100, 2)).toBeGreaterThan(1_000);
    expect(successesUntilOver(100, 2)).toBeLessThan(1_100);
  });

  test("once over, is not brought back by silence, nor by one failure", () => {
    const history = historyOf(30, 30);
    for (let at = 0; at < 8; at++) history.record(false, beganAtMs);
    for (const minutes of [0, 1, 10, 30]) expect(history.exceeds(allowed, beganAtMs + minutes * minuteMs)).toBe(false);
    history.record(true, beganAtMs + 10 * minuteMs);
    expect(history.exceeds(allowed, beganAtMs + 10 * minuteMs)).toBe(false);
    expect(history.share).toBeCloseTo(1 / 5);
  });

  test("stays as it is when the clock steps back, and fades by the clock as it is from then on", () => {
    const history = historyOf(300, 2);
    const steppedMs = beganAtMs - 20 * minuteMs;
    history.record(false, steppedMs);
    expect(history.requestsAt(steppedMs)).toBe(301);
    expect(history.requestsAt(steppedMs + 10 * minuteMs)).toBeCloseTo(150.5);
  });
});

test("what counts is what the breaker counts, each attempt once: failures and 429s, not the caller's mistakes, not their leaving, not credentials", () => {
  const bench = new RouteBench(tableOf([upstreamOf("a"), upstreamOf("b")]));
  const [{ history }] = [...bench.state.upstreams()].map(({ health }) => health) as [UpstreamHealth];
  const counted = (act: () => void) => {
    const before = [history.requestsAt(bench.nowMs), history.share * history.requestsAt(bench.nowMs)];
    act();
    const after = [history.requestsAt(bench.nowMs), history.share * history.requestsAt(bench.nowMs)];
    return after.map((value, at) => Math.round(value - before[at]!));
  };
  expect(counted(() => bench.attempt("a"))).toEqual([1, 0]);
  expect(counted(() => bench.attempt("a", failed("status")))).toEqual([1, 1]);
  expect(counted(() => bench.attempt("a", failed("rate_limited")))).toEqual([1, 1]);
  for (const outcome of [
    rejected,
    cancelled,
    failed("credentials"),
    failed("model_not_found"),
    failed("total_timeout"),
  ])
    expect(counted(() => bench.attempt("a", outcome))).toEqual([0, 0]);
  bench.attempt("a", failed("status"), 5);
  bench.nowMs += 31_000;
  const probe = () => {
    const ticket = bench.begin("a");
    bench.state.firstToken(ticket, bench.nowMs);
    bench.end(ticket, completed());
  };
  expect(counted(probe)).toEqual([1, 0]);
});
