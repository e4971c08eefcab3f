import { type Cell, type CellCounts, decodeHistogram, encodeHistogram } from "@meridian/metrics";

/** What all widths of cells have in common, in the order of `countValues`. */
export const countColumns = [
  ["requests", "bigint"],
  ["attempts", "bigint"],
  ["rescued", "bigint"],
  ["input_tokens", "bigint"],
  ["cached_input_tokens", "bigint"],
  ["output_tokens", "bigint"],
  ["cost_nano_usd", "bigint"],
  ["duration_ms", "bytea"],
  ["first_token_ms", "bytea"],
  ["per_token_ms", "bytea"],
] as const;

export const countNames = countColumns.map(([name]) => name).join(", ");
export const countReplacements = countColumns.map(([name]) => `${name} = excluded.${name}`).join(", ");

export const countValues = (counts: CellCounts): readonly unknown[] => [
  counts.requests,
  counts.attempts,
  counts.rescued,
  counts.inputTokens,
  counts.cachedInputTokens,
  counts.outputTokens,
  counts.costNanoUsd,
  Buffer.from(encodeHistogram(counts.durationMs)),
  Buffer.from(encodeHistogram(counts.firstTokenMs)),
  Buffer.from(encodeHistogram(counts.perTokenMs)),
];

/** Columns of rows as parallel arrays, for `unnest`. */
export const transposed = (rows: readonly (readonly unknown[])[], width: number): unknown[][] =>
  Array.from({ length: width }, (_, column) => rows.map((row) => row[column]));

/** pg gives bigint as text. */
export type CountRow = {
  readonly requests: string | number;
  readonly attempts: string | number;
  readonly rescued: string | number;
  readonly input_tokens: string;
  readonly cached_input_tokens: string;
  readonly output_tokens: string;
  readonly cost_nano_usd: string;
  readonly duration_ms: Buffer;
  readonly first_token_ms: Buffer;
  readonly per_token_ms: Buffer;
};

export const countsOf = (row: CountRow): CellCounts => ({
  requests: Number(row.requests),
  attempts: Number(row.attempts),
  rescued: Number(row.rescued),
  inputTokens: Number(row.input_tokens),
  cachedInputTokens: Number(row.cached_input_tokens),
  outputTokens: Number(row.output_tokens),
  costNanoUsd: Number(row.cost_nano_usd),
  durationMs: decodeHistogram(row.duration_ms),
  firstTokenMs: decodeHistogram(row.first_token_ms),
  perTokenMs: decodeHistogram(row.per_token_ms),
});

export type CellRow = CountRow & {
  readonly environment_id: string;
  readonly start_at: Date;
  readonly instance_id: string;
  readonly epoch: string;
  readonly route: string;
  readonly model: string;
  readonly upstream: string;
  readonly config_version: number;
  readonly key_id: string;
  readonly prompt_variant: string;
  readonly caller_region: string;
  readonly outcome: Cell["outcome"];
};

export const cellOf = (row: CellRow): Cell => ({
  environmentId: row.environment_id,
  instanceId: row.instance_id,
  epoch: Number(row.epoch),
  startMs: row.start_at.getTime(),
  route: row.route,
  model: row.model,
  upstream: row.upstream,
  configVersion: row.config_version,
  keyId: row.key_id,
  promptVariant: row.prompt_variant,
  callerRegion: row.caller_region,
  outcome: row.outcome,
  counts: countsOf(row),
});
