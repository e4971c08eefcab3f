import type { Prisma } from "@meridian/db";
import type { InsightState } from "@meridian/metrics";

/** An error insight as lists show it. Moments are epoch ms. */
export type InsightSummary = {
  readonly id: string;
  /** Names the version of the rules that grouped it. */
  readonly fingerprint: string;
  readonly errorClass: string;
  /** Empty when no upstream was called. */
  readonly provider: string;
  readonly upstream: string;
  /** As the first caller got it; empty when the class says it all. */
  readonly message: string;
  readonly state: InsightState;
  readonly stateSinceMs: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly requests: number;
  /** Of these, how many callers got the error; the others were rescued by another attempt. */
  readonly reachedCaller: number;
};

export function insightSummary(row: Prisma.ErrorInsightGetPayload<object>): InsightSummary {
  return {
    id: row.id,
    fingerprint: row.fingerprint,
    errorClass: row.errorClass,
    provider: row.provider,
    upstream: row.upstream,
    message: row.sampleMessage,
    state: row.state,
    stateSinceMs: row.stateSince.getTime(),
    firstSeenMs: row.firstSeenAt.getTime(),
    lastSeenMs: row.lastSeenAt.getTime(),
    requests: Number(row.requests),
    reachedCaller: Number(row.reachedCaller),
  };
}
