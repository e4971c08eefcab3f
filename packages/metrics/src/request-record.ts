import type { EndpointName, FailureCause, GiveUpReason, NoPlan, RoutePlan } from "@meridian/routing";

/** How a request ended for its caller. */
export const requestOutcomes = ["completed", "rejected", "failed", "cancelled"] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

/**
 * What one request was. Every request leaves exactly one, also rejected and abandoned ones. It holds no prompt, no
 * completion and no credential.
 */
export type RequestRecord = {
  /** UUIDv7; also the `x-request-id` that the caller saw. */
  readonly id: string;
  readonly environmentId: string;
  readonly gatewayInstanceId: string;
  readonly startedAtMs: number;
  readonly endpoint: EndpointName | "models";
  readonly stream: boolean;
  /** null when the key was unknown. */
  readonly keyId: string | null;
  readonly keyName: string | null;
  readonly requestedModel: string | null;
  /** null when no route matched. */
  readonly route: string | null;
  /** The upstream of the final attempt; null when none was tried. */
  readonly upstream: string | null;
  /** Number of the config version that decided; null in file mode or before a decision. */
  readonly configVersion: number | null;
  readonly deploymentId: string | null;
  readonly promptVariant: string | null;
  readonly callerRegion: string | null;
  readonly outcome: RequestOutcome;
  /** As sent to the caller; 499 when the caller left. */
  readonly status: number;
  /** A code of the gateway's error list; null when completed. */
  readonly errorCode: string | null;
  readonly attemptCount: number;
  /** Request received to first non-empty token relayed; null without one, and for non-streaming replies. */
  readonly firstTokenMs: number | null;
  readonly durationMs: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** The upstream reported no usage: tokens are counted or estimated by the gateway. */
  readonly tokensEstimated: boolean;
  /** Billionths of a USD, an integer, so that sums are exact. */
  readonly costNanoUsd: number;
  readonly traceId: string | null;
  readonly sessionHash: string | null;
  readonly details: RequestDetails;
};

export type RequestDetails = {
  readonly plan: RoutePlan | NoPlan | null;
  readonly attempts: readonly AttemptRecord[];
  readonly gaveUp: GiveUpReason | null;
  /** The message the caller got; null when completed. Never an upstream's body. */
  readonly errorMessage: string | null;
};

/** One upstream call. Times are ms after the request was received. */
export type AttemptRecord = {
  readonly upstream: string;
  readonly as: "first" | "retry" | "fallback" | "hedge";
  readonly startedAtMs: number;
  /** Upstream's response headers seen; null if never. */
  readonly headersAtMs: number | null;
  readonly firstTokenAtMs: number | null;
  readonly endedAtMs: number;
  readonly status: number | null;
  readonly outcome: "completed" | "rejected" | "failed" | "cancelled";
  readonly cause: FailureCause | null;
  readonly retryAfterMs: number | null;
  /** Only of a hedge: after what the first attempt was slow to begin; ms, or what 95 of 100 stay below. */
  readonly hedgeAfter?: number | "p95";
  /** Cancelled because the other one of two that were asked side by side began first. */
  readonly outrun?: true;
};
