import type { RequestRecord } from "@meridian/metrics";

/** Columns that say what was asked, by whom and of whom, and how it went: many requests of a moment have all of them in common. */
export const kindColumns = [
  "environment_id",
  "gateway_instance_id",
  "endpoint",
  "stream",
  "key_id",
  "key_name",
  "requested_model",
  "route",
  "upstream",
  "config_version",
  "deployment_id",
  "prompt_variant",
  "caller_region",
  "outcome",
  "status",
  "error_code",
  "attempt_count",
  "tokens_estimated",
] as const;

/**
 * So many of the newest kinds are looked at: more than upstreams that take turns, each with streams and without. A kind that comes
 * again later is listed again.
 */
const remembered = 64;

/** The first record of each kind, and for each record the place of its kind among them, from 1. */
export function kindsOf(records: readonly RequestRecord[]): {
  readonly kinds: readonly RequestRecord[];
  readonly kindOf: readonly number[];
} {
  const kinds: RequestRecord[] = [];
  const kindOf: number[] = [];
  let last = -1;
  for (const record of records) {
    if (last < 0 || !areAlike(kinds[last]!, record)) last = placeOf(kinds, record);
    kindOf.push(last + 1);
  }
  return { kinds, kindOf };
}

function placeOf(kinds: RequestRecord[], record: RequestRecord): number {
  for (let at = kinds.length - 1; at >= Math.max(0, kinds.length - remembered); at--) {
    if (areAlike(kinds[at]!, record)) return at;
  }
  return kinds.push(record) - 1;
}

/** By each name, and the likeliest to differ first: read by names that vary, it would cost as much as all columns. */
const areAlike = (a: RequestRecord, b: RequestRecord): boolean =>
  a.upstream === b.upstream &&
  a.route === b.route &&
  a.keyId === b.keyId &&
  a.stream === b.stream &&
  a.tokensEstimated === b.tokensEstimated &&
  a.status === b.status &&
  a.outcome === b.outcome &&
  a.errorCode === b.errorCode &&
  a.attemptCount === b.attemptCount &&
  a.environmentId === b.environmentId &&
  a.endpoint === b.endpoint &&
  a.keyName === b.keyName &&
  a.configVersion === b.configVersion &&
  a.deploymentId === b.deploymentId &&
  a.promptVariant === b.promptVariant &&
  a.callerRegion === b.callerRegion &&
  a.gatewayInstanceId === b.gatewayInstanceId &&
  a.requestedModel === b.requestedModel;
