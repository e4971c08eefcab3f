import type { BreakerState } from "../live-view.ts";
import type { Outcome } from "../outcome.ts";
import type { Upstream } from "../routing-table.ts";
import { type BreakerEvent, closedBreaker, nextBreakerState } from "./circuit-breaker.ts";
import { FailureWindow } from "./failure-window.ts";
import { healthEffect } from "./health-effect.ts";

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

/** What an upstream's own outcomes say about it. Survives config changes. */
export class UpstreamHealth {
  consecutiveFailures = 0;
  /** 0..1 over about the last ten outcomes; orders upstreams when all of them are bad. */
  recentFailureShare = 0;
  cooldownUntilMs = 0;
  misconfigured: "credentials" | "model_not_found" | null = null;
  #misconfiguredProbeAtMs = 0;
  #recoveredAtMs = Number.NEGATIVE_INFINITY;
  #breaker: BreakerState = closedBreaker;
  #window: FailureWindow;
  #upstream: Upstream;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
    this.#window = new FailureWindow(upstream.circuitBreaker.windowMs);
  }

  get options(): Upstream {
    return this.#upstream;
  }

  /** New options, same past. A config change may have put credentials right, so their mark goes. */
  adopt(upstream: Upstream): void {
    const { windowMs } = upstream.circuitBreaker;
    if (windowMs !== this.#window.windowMs) this.#window = new FailureWindow(windowMs);
    this.#upstream = upstream;
    this.misconfigured = null;
  }

  breakerAt(nowMs: number): BreakerState {
    if (this.#breaker.kind === "open") this.#tell({ kind: "time" }, nowMs);
    return this.#breaker;
  }

  windowAt(nowMs: number): FailureWindow {
    this.#window.advance(nowMs);
    return this.#window;
  }

  /** A marked upstream gets one request each 30 s, so that it heals without a config change. */
  misconfiguredProbeDueAtMs(): number {
    return this.misconfigured === null ? 0 : this.#misconfiguredProbeAtMs;
  }

  /** 0.1..1: the ramp of slow start. */
  warmthAt(nowMs: number): number {
    const { slowStartMs } = this.#upstream;
    const sinceMs = nowMs - this.#recoveredAtMs;
    if (slowStartMs <= 0 || sinceMs >= slowStartMs) return 1;
    return Math.max(minWarmth, sinceMs / slowStartMs);
  }

  begin(probe: boolean, nowMs: number): void {
    if (this.misconfigured !== null) this.#misconfiguredProbeAtMs = nowMs + misconfiguredProbeMs;
    if (probe) this.#tell({ kind: "probe_begun" }, nowMs);
  }

  /** Back to full trust: old failures are forgotten and slow start begins. */
  recover(nowMs: number): void {
    this.consecutiveFailures = 0;
    this.#recoveredAtMs = nowMs;
    this.#window.clear();
  }

  /** Takes in how an attempt ended. */
  settle(outcome: Outcome, probe: boolean, nowMs: number, random: () => number): void {
    const effect = healthEffect(outcome);
    if (outcome.kind === "failed") this.#coolDown(effect === "rate_limited", outcome.retryAfterMs, nowMs, random);
    switch (effect) {
      case "success":
        this.succeed(probe, nowMs);
        return;
      case "failure":
        this.consecutiveFailures++;
        this.#count(true, nowMs);
        this.#tell({ kind: "failure", probe, requests: this.#window.requests, failures: this.#window.failures }, nowMs);
        return;
      case "rate_limited":
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

  /** A whole reply, or the first token of one whose end is minutes away. */
  succeed(probe: boolean, nowMs: number): void {
    this.consecutiveFailures = 0;
    this.misconfigured = null;
    this.#count(false, nowMs);
    this.#tell({ kind: "success", probe }, nowMs);
  }

  #tell(event: BreakerEvent, nowMs: number): void {
    this.#breaker = nextBreakerState(this.#breaker, event, this.#upstream.circuitBreaker, nowMs);
  }

  #count(failed: boolean, nowMs: number): void {
    this.#window.record(failed, nowMs);
    this.recentFailureShare += recentWeight * ((failed ? 1 : 0) - this.recentFailureShare);
  }

  /** The later deadline stands: a cooldown is never shortened. */
  #coolDown(limited: boolean, retryAfterMs: number | null, nowMs: number, random: () => number): void {
    if (!limited && retryAfterMs === null) return;
    const pauseMs = retryAfterMs ?? defaultCooldownMs * (1 + 0.2 * random());
    this.cooldownUntilMs = Math.max(this.cooldownUntilMs, nowMs + Math.min(pauseMs, maxCooldownMs));
  }

  #misconfigure(as: "credentials" | "model_not_found", nowMs: number): void {
    this.misconfigured = as;
    this.#misconfiguredProbeAtMs = nowMs + misconfiguredProbeMs;
  }
}
