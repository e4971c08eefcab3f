import type { RequestRecord } from "../request-record.ts";

/** A completed request of 120 ms in which the first token came after 40 ms; `fields` says what a test is about. */
export function aRecord(fields: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: "01900000-0000-7000-8000-000000000000",
    environmentId: "env-1",
    gatewayInstanceId: "gw-1",
    startedAtMs: 1_000_000,
    endpoint: "chat.completions",
    stream: true,
    keyId: "key-1",
    keyName: "app",
    requestedModel: "small",
    route: "chat",
    upstream: "east-1",
    configVersion: 3,
    deploymentId: null,
    promptVariant: null,
    callerRegion: null,
    outcome: "completed",
    status: 200,
    errorCode: null,
    attemptCount: 1,
    firstTokenMs: 40,
    durationMs: 120,
    inputTokens: 10,
    cachedInputTokens: 2,
    outputTokens: 5,
    tokensEstimated: false,
    costNanoUsd: 7,
    traceId: null,
    sessionHash: null,
    details: { plan: null, attempts: [], gaveUp: null, errorMessage: null },
    ...fields,
  };
}
