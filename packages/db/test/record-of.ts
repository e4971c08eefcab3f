import { randomUUID } from "node:crypto";
import type { RequestRecord } from "@meridian/metrics";

export const environmentId = "0198a1b2-0000-7000-8000-000000000001";

/** A completed request with the given differences. */
export const recordOf = (fields: Partial<RequestRecord> = {}): RequestRecord => ({
  id: randomUUID(),
  environmentId,
  gatewayInstanceId: "0198a1b2-0000-7000-8000-0000000000aa",
  startedAtMs: Date.now(),
  endpoint: "chat.completions",
  stream: true,
  keyId: "key1",
  keyName: "demo",
  requestedModel: "support-chat",
  route: "support-chat",
  upstream: "east-1",
  configVersion: 3,
  deploymentId: "0198a1b2-0000-7000-8000-0000000000bb",
  promptVariant: null,
  callerRegion: null,
  outcome: "completed",
  status: 200,
  errorCode: null,
  attemptCount: 1,
  firstTokenMs: 120.5,
  durationMs: 900.25,
  inputTokens: 100,
  cachedInputTokens: 0,
  outputTokens: 50,
  tokensEstimated: false,
  costNanoUsd: 1_250_000,
  traceId: null,
  sessionHash: null,
  details: { plan: null, attempts: [], gaveUp: null, errorMessage: null },
  ...fields,
});
