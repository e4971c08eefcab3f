import type { AttemptRecord } from "@meridian/metrics";
import type { Outcome } from "@meridian/routing";
import type { Attempt } from "./attempt.ts";
import type { RequestAccount } from "./request-account.ts";

/** What the record says of one upstream call. */
export function attemptRecord(
  account: RequestAccount,
  attempt: Attempt,
  upstream: string,
  as: AttemptRecord["as"],
  outcome: Outcome,
  nowMs: number,
): AttemptRecord {
  const at = (ms: number | null) => (ms === null ? null : account.since(ms));
  return {
    upstream,
    as,
    startedAtMs: account.since(attempt.startedAtMs),
    headersAtMs: at(attempt.headersAtMs),
    firstTokenAtMs: at(attempt.firstTokenAtMs),
    endedAtMs: account.since(nowMs),
    status: attempt.status,
    outcome: outcome.kind,
    cause: outcome.kind === "failed" ? outcome.cause : null,
    retryAfterMs: attempt.retryAfterMs,
  };
}
