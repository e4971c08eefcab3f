/** How one attempt at an upstream ended: what health, retry and accounting learn from. */
export type Outcome =
  | {
      readonly kind: "completed";
      readonly status: number;
      readonly stream: boolean;
      /** Request sent to first non-empty token; null for a non-streaming reply. */
      readonly firstTokenMs: number | null;
      readonly durationMs: number;
      readonly inputTokens: number;
      readonly outputTokens: number;
      /** Of the input, what the upstream says that it had cached; null: it says nothing of what it used. */
      readonly cachedInputTokens?: number | null;
    }
  /** The upstream answered with a 4xx of the caller's making (400, 413, 422 …): says nothing about its health. */
  | { readonly kind: "rejected"; readonly status: number; readonly durationMs: number }
  | {
      readonly kind: "failed";
      readonly phase: "before_first_token" | "mid_stream";
      readonly cause: FailureCause;
      /** HTTP status when there was one. */
      readonly status: number | null;
      /** From `Retry-After` or `retry-after-ms`. */
      readonly retryAfterMs: number | null;
      readonly durationMs: number;
    }
  /** The caller went away, or another upstream began to answer: says nothing about the upstream's health. */
  | {
      readonly kind: "cancelled";
      readonly durationMs: number;
      /**
       * Of two that were asked side by side the other one began first: its own first token would have come later than
       * `durationMs`. Who that was: the one asked beside it, or the one beside which it was asked.
       */
      readonly outrunBy?: "hedge" | "first";
    };

export const failureCauses = [
  "connect",
  "first_token_timeout",
  "response_timeout",
  "idle_timeout",
  "total_timeout",
  /** 429. */
  "rate_limited",
  /** 401, 403: this upstream's credentials are wrong. */
  "credentials",
  /** 404: this upstream does not have the model. */
  "model_not_found",
  /** The upstream serves its provider's other endpoints and not this one: says nothing about its health. */
  "endpoint_not_found",
  /** Any other status that is not a success and not of the caller's making. */
  "status",
  /** The connection ended before the reply did. */
  "cut",
  /** An error event inside a 200 stream. */
  "stream_error",
  /** A 200 whose body is not what the protocol says. */
  "malformed",
] as const;
export type FailureCause = (typeof failureCauses)[number];
