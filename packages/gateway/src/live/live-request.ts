import type { LiveRequest } from "@meridian/live-protocol";
import type { RequestRecord } from "@meridian/metrics";

/** The line of the live tail that a record becomes. */
export function liveRequestOf(record: RequestRecord): LiveRequest {
  return {
    id: record.id,
    startedAtMs: record.startedAtMs,
    route: record.route,
    upstream: record.upstream,
    keyName: record.keyName,
    stream: record.stream,
    outcome: record.outcome,
    status: record.status,
    errorCode: record.errorCode,
    attemptCount: record.attemptCount,
    firstTokenMs: record.firstTokenMs,
    durationMs: record.durationMs,
    inputTokens: record.inputTokens,
    outputTokens: record.outputTokens,
    costNanoUsd: record.costNanoUsd,
    configVersion: record.configVersion,
  };
}
