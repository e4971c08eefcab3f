import { describe, expect, test } from "vitest";
import type { BreakerState } from "../live-view.ts";
import { type BreakerEvent, nextBreakerState } from "./circuit-breaker.ts";

const options = { errorRate: 0.2, windowMs: 30_000, minRequests: 20, consecutiveFailures: 5, openForMs: 30_000 };
const nowMs = 100_000;

const closed = (consecutiveFailures: number): BreakerState => ({ kind: "closed", consecutiveFailures });
const open = (
  because: "consecutive_failures" | "error_rate" | "probe_failed",
  untilMs = nowMs + 30_000,
): BreakerState => ({
  kind: "open",
  untilMs,
  because,
});
const halfOpen = (probing: boolean): BreakerState => ({ kind: "half_open", probing });

const time: BreakerEvent = { kind: "time" };
const begun: BreakerEvent = { kind: "probe_begun" };
const released: BreakerEvent = { kind: "probe_released" };
const success = (probe = false): BreakerEvent => ({ kind: "success", probe });
const failure = (requests: number, failures: number, probe = false): BreakerEvent => ({
  kind: "failure",
  probe,
  requests,
  failures,
});
const limited = (requests: number, failures: number): BreakerEvent => ({ kind: "rate_limited", requests, failures });

describe("the circuit breaker's transitions", () => {
  test.each<[string, BreakerState, BreakerEvent, BreakerState]>([
    ["closed counts the 1st failure in a row", closed(0), failure(1, 1), closed(1)],
    ["closed counts the 4th failure in a row", closed(3), failure(4, 4), closed(4)],
    ["closed opens on the 5th failure in a row", closed(4), failure(5, 5), open("consecutive_failures")],
    ["closed starts over after a success", closed(4), success(), closed(0)],
    ["closed opens at 4 failures of 20", closed(0), failure(20, 4), open("error_rate")],
    ["closed stays at 3 failures of 20", closed(0), failure(20, 3), closed(1)],
    ["closed stays at 4 failures of 19, too few to say", closed(0), failure(19, 4), closed(1)],
    ["closed does not count a 429 in a row", closed(4), limited(5, 5), closed(4)],
    ["closed opens when 429s are 20 % of 20", closed(0), limited(20, 4), open("error_rate")],
    ["closed does not care for time", closed(2), time, closed(2)],
    ["closed does not care for probes", closed(2), begun, closed(2)],
    ["closed does not care for the end of probes", closed(2), released, closed(2)],

    ["open stays 1 ms before its time", open("error_rate", nowMs + 1), time, open("error_rate", nowMs + 1)],
    ["open half-opens when its time has come", open("error_rate", nowMs), time, halfOpen(false)],
    ["open ignores the late success of a request sent before", open("error_rate"), success(), open("error_rate")],
    ["open ignores a late failure", open("error_rate"), failure(30, 30), open("error_rate")],
    ["open ignores a late 429", open("error_rate"), limited(30, 30), open("error_rate")],
    ["open ignores probes", open("error_rate"), begun, open("error_rate")],
    ["open ignores the end of probes", open("error_rate"), released, open("error_rate")],

    ["half-open probes", halfOpen(false), begun, halfOpen(true)],
    ["half-open closes when the probe succeeds", halfOpen(true), success(true), closed(0)],
    ["half-open opens for 30 s more when the probe fails", halfOpen(true), failure(1, 1, true), open("probe_failed")],
    ["half-open probes again when the probe said nothing", halfOpen(true), released, halfOpen(false)],
    ["half-open ignores the success of another request", halfOpen(true), success(), halfOpen(true)],
    ["half-open ignores the failure of another request", halfOpen(true), failure(9, 9), halfOpen(true)],
    ["half-open takes a 429 for no answer", halfOpen(true), limited(9, 9), halfOpen(true)],
    ["half-open does not care for time", halfOpen(false), time, halfOpen(false)],
  ])("%s", (_, state, event, next) => {
    expect(nextBreakerState(state, event, options, nowMs)).toEqual(next);
  });
});
