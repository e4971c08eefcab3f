import type { RequestRecord } from "@meridian/metrics";

/** Which requests are meant; what is not said fits any. */
export type RequestFilter = {
  readonly outcome?: RequestRecord["outcome"] | undefined;
  readonly route?: string | undefined;
  readonly model?: string | undefined;
  readonly upstream?: string | undefined;
  readonly keyId?: string | undefined;
  readonly configVersion?: number | undefined;
  readonly promptVariant?: string | undefined;
  readonly region?: string | undefined;
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly stream?: boolean | undefined;
  readonly sessionHash?: string | undefined;
  readonly traceId?: string | undefined;
  /** At least this long, ms. */
  readonly minDurationMs?: number | undefined;
};

/** Column that each field of a filter is compared with. */
const filterColumns = {
  outcome: "outcome",
  route: "route",
  model: "requested_model",
  upstream: "upstream",
  keyId: "key_id",
  configVersion: "config_version",
  promptVariant: "prompt_variant",
  region: "caller_region",
  status: "status",
  errorCode: "error_code",
  stream: "stream",
  sessionHash: "session_hash",
  traceId: "trace_id",
} as const satisfies Record<Exclude<keyof RequestFilter, "minDurationMs">, string>;

/** Fields that an index finds by itself, however rare they are; the others are looked for in a stretch of the log. */
const indexed: readonly string[] = ["sessionHash", "traceId"] satisfies (keyof RequestFilter)[];

type Parameter = (value: unknown) => string;

/** Conditions of a filter that one of the log's indexes answers. */
export function indexedConditions(filter: RequestFilter, parameter: Parameter): string[] {
  const conditions = equalities(filter, (field) => indexed.includes(field), parameter);
  // In the very words of the partial index. Only what is not completed has an error code.
  const troubled = (filter.outcome !== undefined && filter.outcome !== "completed") || filter.errorCode !== undefined;
  return troubled ? [...conditions, "outcome <> 'completed'"] : conditions;
}

/** All other conditions of a filter. */
export function lookedForConditions(filter: RequestFilter, parameter: Parameter): string[] {
  const conditions = equalities(filter, (field) => !indexed.includes(field), parameter);
  const { minDurationMs } = filter;
  return minDurationMs === undefined ? conditions : [...conditions, `duration_ms >= ${parameter(minDurationMs)}`];
}

function equalities(filter: RequestFilter, wanted: (field: string) => boolean, parameter: Parameter): string[] {
  return (Object.keys(filterColumns) as (keyof typeof filterColumns)[]).flatMap((field) =>
    wanted(field) && filter[field] !== undefined ? [`${filterColumns[field]} = ${parameter(filter[field])}`] : [],
  );
}
