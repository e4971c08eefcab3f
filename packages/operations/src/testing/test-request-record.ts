import type { Cell, RequestRecord } from "@meridian/metrics";

type Of = { readonly environmentId: string; readonly route: string; readonly atMs: number };

/** A completed request of 120 ms. */
export function testRequestRecord(id: string, { environmentId, route, atMs }: Of): RequestRecord {
  return {
    id,
    environmentId,
    gatewayInstanceId: "01900000-0000-7000-8000-00000000000a",
    startedAtMs: atMs,
    endpoint: "chat.completions",
    stream: true,
    keyId: null,
    keyName: null,
    requestedModel: "chat",
    route,
    upstream: "east-1",
    configVersion: 1,
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
    cachedInputTokens: 0,
    outputTokens: 5,
    tokensEstimated: false,
    costNanoUsd: 7,
    traceId: null,
    sessionHash: null,
    details: { plan: null, attempts: [], gaveUp: null, errorMessage: null },
  };
}

/** A cell of one completed request. */
export function testCell({ environmentId, route, atMs }: Of): Cell {
  const histogram = { buckets: [55, 1], count: 1, sum: 120 };
  return {
    environmentId,
    instanceId: "01900000-0000-7000-8000-00000000000a",
    epoch: 1,
    startMs: atMs - (atMs % 10_000),
    route,
    upstream: "east-1",
    configVersion: 1,
    keyId: "",
    promptVariant: "",
    callerRegion: "",
    outcome: "completed",
    counts: {
      requests: 1,
      attempts: 1,
      rescued: 0,
      inputTokens: 10,
      cachedInputTokens: 0,
      outputTokens: 5,
      costNanoUsd: 7,
      durationMs: histogram,
      firstTokenMs: histogram,
      perTokenMs: histogram,
    },
  };
}
