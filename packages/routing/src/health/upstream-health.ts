import type { BreakerState } from "../live-view.ts";
import type { Outcome } from "../outcome.ts";
import type { Upstream } from "../routing-table.ts";
import { BreakerCell } from "./breaker-cell.ts";
import { type BreakerEvent, nextBreakerState } from "./circuit-breaker.ts";
import { FailureHistory } from "./failure-history.ts";
import { FailureWindow } from "./failure-window.ts";
import { healthEffect } from "./health-effect.ts";
import { zeros } from "../state/state-memory.ts";

/** Pause after a 429 that does not say how long; up to a fifth is added at random, so that gateways do not return as one. */
const defaultCooldownMs = 5_000;

/** A day-long Retry-After is tried again hourly: quotas are raised by hand. */
const maxCooldownMs = 3_600_000;

/** How often a real request finds out whether wrong credentials, or a missing model, were put right at the upstream. */
const misconfiguredProbeMs = 30_000;

/** Share of the weight that slow start begins with, as Envoy's. */
const minWarmth = 0.1;

/** Weight of one outcome in the recent share of failures: about the last ten count. */
const recentWeight = 0.2;

const marks = [null, "credentials", "model_not_found"] as const;

/** Where its numbers stand; those of the breaker, of the history and of the window follow. */
const [failuresAt, shareAt, cooldownAt, markAt, markProbeAt, recoveredAt, failsChecksAt, breakerAt] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const;
const historyAt = breakerAt + BreakerCell.length;
const windowAt = historyAt + FailureHistory.length;

/** What an upstream's own outcomes say about it. Survives config changes. */
export class UpstreamHealth {
  /** Of minutes, for what a route promises. What a breaker or a probe forgets stays in it. */
  readonly history: FailureHistory;
  readonly #numbers: Float64Array;
  readonly #breaker: BreakerCell;
  readonly #window: FailureWindow;
  #upstream: Upstream;

  static initial({ circuitBreaker }: Upstream): readonly number[] {
    const own = zeros(windowAt).map((zero, at) => (at === recoveredAt ? Number.NEGATIVE_INFINITY : zero));
    return [...own, ...FailureWindow.initial(circuitBreaker.windowMs)];
  }

  constructor(upstream: Upstream, numbers: Float64Array = Float64Array.from(UpstreamHealth.initial(upstream))) {
    this.#upstream = upstream;
    this.#numbers = numbers;
    this.#breaker = new BreakerCell(numbers.subarray(breakerAt, historyAt));
    this.history = new FailureHistory(numbers.subarray(historyAt, windowAt));
    this.#window = new FailureWindow(upstream.circuitBreaker.windowMs, numbers.subarray(windowAt));
  }

  get consecutiveFailures(): number {
    return this.#numbers[failuresAt]!;
  }

  /** 0..1 over about the last ten outcomes; orders upstreams when all of them are bad. */
  get recentFailureShare(): number {
    return this.#numbers[shareAt]!;
  }

  get cooldownUntilMs(): number {
    return this.#numbers[cooldownAt]!;
  }

  get misconfigured(): "credentials" | "model_not_found" | null {
    return marks[this.#numbers[markAt]!]!;
  }

  /** Since when its health checks have failed, epoch ms; 0: they do not, or there are none. */
  get failsChecksSinceMs(): number {
    return this.#numbers[failsChecksAt]!;
  }

  get options(): Upstream {
    return this.#upstream;
  }

  /** New options, same past. A config change may have put credentials right, so their mark goes. */
  adopt(upstream: Upstream): void {
    this.#window.resize(upstream.circuitBreaker.windowMs);
    this.#upstream = upstream;
    this.#numbers[markAt] = 0;
    if (!upstream.healthCheck) this.#numbers[failsChecksAt] = 0;
  }

  /**
   * What its health checks have found: since when it is unwell; 0: it is well. One that was under way when the config
   * stopped asking says nothing any more: no later one would ever take it back.
   */
  checked(failsSinceMs: number, nowMs: number): void {
    if (!this.#upstream.healthCheck) return;
    const before = this.failsChecksSinceMs;
    this.#numbers[failsChecksAt] = failsSinceMs;
    if (before !== 0 && failsSinceMs === 0) this.recover(nowMs);
  }

  breakerAt(nowMs: number): BreakerState {
    if (this.#breaker.kind === "open") this.#tell({ kind: "time" }, nowMs);
    return this.#breaker.read();
  }

  windowAt(nowMs: number): FailureWindow {
    this.#window.advance(nowMs);
    return this.#window;
  }

  /** A marked upstream gets one request each 30 s, so that it heals without a config change. */
  misconfiguredProbeDueAtMs(): number {
    return this.misconfigured === null ? 0 : this.#numbers[markProbeAt]!;
  }

  /** 0.1..1: the ramp of slow start. */
  warmthAt(nowMs: number): number {
    const { slowStartMs } = this.#upstream;
    const sinceMs = nowMs - this.#numbers[recoveredAt]!;
    if (slowStartMs <= 0 || sinceMs >= slowStartMs) return 1;
    return Math.max(minWarmth, sinceMs / slowStartMs);
  }

  begin(probe: boolean, nowMs: number): void {
    if (this.misconfigured !== null) this.#numbers[markProbeAt] = nowMs + misconfiguredProbeMs;
    if (probe) this.#tell({ kind: "probe_begun" }, nowMs);
  }

  /** Back to full trust: old failures are forgotten and slow start begins. */
  recover(nowMs: number): void {
    this.#numbers[failuresAt] = 0;
    this.#numbers[recoveredAt] = nowMs;
    this.#window.clear();
  }

  /** Takes in how an attempt ended. */
  settle(outcome: Outcome, probe: boolean, nowMs: number, random: () => number): void {
    const effect = healthEffect(outcome);
    if (outcome.kind === "failed") this.#coolDown(effect === "rate_limited", outcome.retryAfterMs, nowMs, random);
    switch (effect) {
      case "success":
        this.history.record(false, nowMs);
        this.succeed(probe, nowMs);
        return;
      case "failure":
        this.#numbers[failuresAt]! += 1;
        this.history.record(true, nowMs);
        this.#count(true, nowMs);
        this.#tell({ kind: "failure", probe, requests: this.#window.requests, failures: this.#window.failures }, nowMs);
        return;
      case "rate_limited":
        this.history.record(true, nowMs);
        this.#count(true, nowMs);
        this.#tell({ kind: "rate_limited", requests: this.#window.requests, failures: this.#window.failures }, nowMs);
        break;
      case "credentials":
        this.#misconfigure("credentials", nowMs);
        break;
      case "model_not_found":
        // Where the caller names the model, a name that does not exist is the caller's mistake.
        if (this.#upstream.upstreamModel !== null) this.#misconfigure("model_not_found", nowMs);
        break;
      case "none":
        break;
    }
    if (probe) this.#tell({ kind: "probe_released" }, nowMs);
  }

  /** The probe is gone with the thread that sent it. */
  probeLost(nowMs: number): void {
    this.#tell({ kind: "probe_released" }, nowMs);
  }

  /** A whole reply, or the first token of one whose end is minutes away. */
  succeed(probe: boolean, nowMs: number): void {
    this.#numbers[failuresAt] = 0;
    this.#numbers[markAt] = 0;
    this.#count(false, nowMs);
    this.#tell({ kind: "success", probe }, nowMs);
  }

  #tell(event: BreakerEvent, nowMs: number): void {
    const before = this.#breaker.read();
    const after = nextBreakerState(before, event, this.#upstream.circuitBreaker, nowMs);
    if (after !== before) this.#breaker.write(after);
  }

  #count(failed: boolean, nowMs: number): void {
    this.#window.record(failed, nowMs);
    this.#numbers[shareAt]! += recentWeight * ((failed ? 1 : 0) - this.#numbers[shareAt]!);
  }

  /** The later deadline stands: a cooldown is never shortened. */
  #coolDown(limited: boolean, retryAfterMs: number | null, nowMs: number, random: () => number): void {
    if (!limited && retryAfterMs === null) return;
    const pauseMs = retryAfterMs ?? defaultCooldownMs * (1 + 0.2 * random());
    this.#numbers[cooldownAt] = Math.max(this.cooldownUntilMs, nowMs + Math.min(pauseMs, maxCooldownMs));
  }

  #misconfigure(as: "credentials" | "model_not_found", nowMs: number): void {
    this.#numbers[markAt] = marks.indexOf(as);
    this.#numbers[markProbeAt] = nowMs + misconfiguredProbeMs;
  }
}
