import type { FailureCause, Outcome } from "../outcome.ts";

/** A streamed reply: 100 prompt tokens, 50 output tokens of 10 ms each, unless said otherwise. */
export function completed(
  firstTokenMs = 200,
  inputTokens = 100,
  outputTokens = 50,
  perTokenMs = 10,
): Extract<Outcome, { kind: "completed" }> {
  const durationMs = firstTokenMs + (outputTokens - 1) * perTokenMs;
  return { kind: "completed", status: 200, stream: true, firstTokenMs, durationMs, inputTokens, outputTokens };
}

/** A failure before the first token. */
export function failed(cause: FailureCause, more: { status?: number; retryAfterMs?: number } = {}): Outcome {
  return {
    kind: "failed",
    phase: "before_first_token",
    cause,
    status: more.status ?? statusOf[cause] ?? null,
    retryAfterMs: more.retryAfterMs ?? null,
    durationMs: 30,
  };
}

export const rejected: Outcome = { kind: "rejected", status: 400, durationMs: 20 };
export const cancelled: Outcome = { kind: "cancelled", durationMs: 20 };

const statusOf: Partial<Record<FailureCause, number>> = {
  rate_limited: 429,
  credentials: 401,
  model_not_found: 404,
  status: 500,
};
