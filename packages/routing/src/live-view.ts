import type { EngineReadingView } from "./engine/engine-reading.ts";

/** All that a policy may see of an upstream's present. */
export type UpstreamLive = {
  /** Requests sent and not finished. */
  readonly inFlight: number;
  /** Its limits hold for all gateways together, and not for each. */
  readonly limitsShared?: true;
  /** Estimated tokens of the requests in flight (input + expected output). */
  readonly outstandingTokens: number;
  /** Peak-EWMA of TTFT per request, decayed to the asking time; null before the first sample. */
  readonly firstTokenMs: number | null;
  /** EWMA of time per output token; null before the first sample. */
  readonly perTokenMs: number | null;
  /** What its engine said last, where it is asked. */
  readonly reading?: EngineReadingView;
  readonly health: UpstreamHealth;
};

export type UpstreamHealth = {
  readonly breaker: BreakerState;
  /** Epoch ms; 0 when not ejected. */
  readonly ejectedUntilMs: number;
  /** Epoch ms; 0 when not cooling down. */
  readonly cooldownUntilMs: number;
  /** Set by 401/403/404 until a request succeeds or the config changes. */
  readonly misconfigured: "credentials" | "model_not_found" | null;
  /** Its health checks fail, and requests go elsewhere. */
  readonly failsChecks?: true;
  /** 0..1 ramp of slow start; 1 when warm. */
  readonly warmth: number;
};

export type BreakerState =
  | { readonly kind: "closed"; readonly consecutiveFailures: number }
  | {
      readonly kind: "open";
      readonly untilMs: number;
      readonly because: "consecutive_failures" | "error_rate" | "probe_failed";
    }
  /** One real request at a time is let through. */
  | { readonly kind: "half_open"; readonly probing: boolean };
