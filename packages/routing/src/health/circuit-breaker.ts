import type { BreakerState } from "../live-view.ts";
import type { CircuitBreakerOptions } from "../routing-table.ts";

/** What a circuit breaker is told. `requests` and `failures` count its window, this outcome included. */
export type BreakerEvent =
  /** Time went by. */
  | { readonly kind: "time" }
  | { readonly kind: "probe_begun" }
  /** The probe ended without saying anything: cancelled, rejected as the caller's mistake, or rate limited. */
  | { readonly kind: "probe_released" }
  | { readonly kind: "success"; readonly probe: boolean }
  | { readonly kind: "failure"; readonly probe: boolean; readonly requests: number; readonly failures: number }
  /** 429: part of the error rate, but no consecutive failure, for the upstream is alive. */
  | { readonly kind: "rate_limited"; readonly requests: number; readonly failures: number };

export const closedBreaker: BreakerState = { kind: "closed", consecutiveFailures: 0 };

/**
 * The circuit breaker: closed → open on failures in a row or on the error rate; open → half-open after `openForMs`;
 * half-open → closed or open by one probe. Results of requests that were sent before it opened move nothing.
 */
export function nextBreakerState(
  state: BreakerState,
  event: BreakerEvent,
  options: CircuitBreakerOptions,
  nowMs: number,
): BreakerState {
  switch (state.kind) {
    case "closed":
      return fromClosed(state, event, options, nowMs);
    case "open":
      return event.kind === "time" && nowMs >= state.untilMs ? { kind: "half_open", probing: false } : state;
    case "half_open":
      return fromHalfOpen(state, event, options, nowMs);
  }
}

function fromClosed(
  state: Extract<BreakerState, { kind: "closed" }>,
  event: BreakerEvent,
  options: CircuitBreakerOptions,
  nowMs: number,
): BreakerState {
  if (event.kind === "success") return state.consecutiveFailures === 0 ? state : closedBreaker;
  if (event.kind !== "failure" && event.kind !== "rate_limited") return state;
  const consecutiveFailures = state.consecutiveFailures + (event.kind === "failure" ? 1 : 0);
  const untilMs = nowMs + options.openForMs;
  if (event.kind === "failure" && consecutiveFailures >= options.consecutiveFailures) {
    return { kind: "open", untilMs, because: "consecutive_failures" };
  }
  if (event.requests >= options.minRequests && event.failures >= options.errorRate * event.requests) {
    return { kind: "open", untilMs, because: "error_rate" };
  }
  return { kind: "closed", consecutiveFailures };
}

function fromHalfOpen(
  state: Extract<BreakerState, { kind: "half_open" }>,
  event: BreakerEvent,
  options: CircuitBreakerOptions,
  nowMs: number,
): BreakerState {
  switch (event.kind) {
    case "probe_begun":
      return { kind: "half_open", probing: true };
    case "probe_released":
      return { kind: "half_open", probing: false };
    case "success":
      return event.probe ? closedBreaker : state;
    case "failure":
      return event.probe ? { kind: "open", untilMs: nowMs + options.openForMs, because: "probe_failed" } : state;
    case "rate_limited":
    case "time":
      return state;
  }
}
