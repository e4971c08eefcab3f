import { randomUUID } from "node:crypto";
import type { RequestRecord } from "@meridian/metrics";
import { aRecord } from "@meridian/metrics/testing";

export const environmentId = "0198a1b2-0000-7000-8000-000000000001";

/** A completed request of now, with ids that Postgres takes; `fields` says what a test is about. */
export const recordOf = (fields: Partial<RequestRecord> = {}): RequestRecord =>
  aRecord({
    id: randomUUID(),
    environmentId,
    gatewayInstanceId: "0198a1b2-0000-7000-8000-0000000000aa",
    deploymentId: "0198a1b2-0000-7000-8000-0000000000bb",
    startedAtMs: Date.now(),
    ...fields,
  });
