import type { Cell, RequestRecord } from "@meridian/metrics";
import { aRecord } from "@meridian/metrics/testing";

type Of = { readonly environmentId: string; readonly route: string; readonly atMs: number };

/** A completed request of 120 ms. */
export function testRequestRecord(id: string, { environmentId, route, atMs }: Of): RequestRecord {
  const gatewayInstanceId = "01900000-0000-7000-8000-00000000000a";
  return aRecord({ id, environmentId, gatewayInstanceId, startedAtMs: atMs, keyId: null, keyName: null, route });
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
    model: "small",
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
