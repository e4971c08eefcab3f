import type { AttemptRecord } from "@meridian/metrics";
import type { HedgeOptions, Outcome } from "@meridian/routing";
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
  hedge: HedgeOptions | undefined,
): AttemptRecord {
  const at = (ms: number | null) => (ms === null ? null : account.since(ms));
  const record: AttemptRecord = {
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
  const outrun = outcome.kind === "cancelled" && outcome.outrunBy !== undefined;
  if (as !== "hedge" && !outrun) return record;
  return { ...record, ...(as === "hedge" && hedge ? { hedgeAfter: hedge.after } : {}), ...(outrun ? { outrun } : {}) };
}
