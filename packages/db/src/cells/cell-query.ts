import {
  type CellCounts,
  decodeHistogram,
  type HistogramName,
  type MetricDimension,
  type MetricFilter,
  type RequestOutcome,
} from "@meridian/metrics";
import type pg from "pg";
import type { CellResolution } from "./cell-tables.ts";
import { cellTables } from "./cell-tables.ts";

export type CellQuery = {
  readonly environmentId: string;
  /** Cells that start in [fromMs, toMs), at one width. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly resolution: CellResolution;
  /** A multiple of the width. */
  readonly stepMs: number;
  readonly filter: MetricFilter;
  readonly by: readonly MetricDimension[];
  /** The others come back empty. */
  readonly histograms: readonly HistogramName[];
};

/** All cells of one step, group and outcome, added up. */
export type CellGroup = {
  readonly startMs: number;
  /** Values of `by`. */
  readonly values: readonly string[];
  readonly outcome: RequestOutcome;
  readonly counts: CellCounts;
  readonly rowsRead: number;
};

const columns = {
  route: "route",
  model: "model",
  upstream: "upstream",
  keyId: "key_id",
  configVersion: "config_version",
  promptVariant: "prompt_variant",
  callerRegion: "caller_region",
  outcome: "outcome",
} as const satisfies Record<MetricDimension, string>;

const sums = [
  "requests",
  "attempts",
  "rescued",
  "input_tokens",
  "cached_input_tokens",
  "output_tokens",
  "cost_nano_usd",
];
const histogramColumns = { durationMs: "duration_ms", firstTokenMs: "first_token_ms", perTokenMs: "per_token_ms" };

type GroupRow = Readonly<Record<string, number>> & {
  readonly outcome: RequestOutcome;
  readonly by_0?: string;
  readonly by_1?: string;
  readonly duration_ms: Buffer | null;
  readonly first_token_ms: Buffer | null;
  readonly per_token_ms: Buffer | null;
};

/** Adds cells up in the database; only histograms, which it hands on one after another, are added up here. */
export async function queryCells(pool: pg.Pool, query: CellQuery): Promise<readonly CellGroup[]> {
  const { environmentId, fromMs, toMs, resolution, stepMs, filter, by, histograms } = query;
  const values: unknown[] = [environmentId, new Date(fromMs), new Date(toMs)];
  const conditions = Object.entries(filter).map(([dimension, wanted]) => {
    const numeric = dimension === "configVersion";
    values.push(numeric ? wanted.map(Number) : wanted);
    return `AND s.${columns[dimension as MetricDimension]} = ANY($${values.length}::${numeric ? "integer" : "text"}[])`;
  });
  const groups = by.map((dimension, index) => `s.${columns[dimension]}::text AS by_${index}`);
  const bundles = Object.entries(histogramColumns).map(([name, column]) =>
    histograms.includes(name as HistogramName)
      ? `string_agg(c.${column}, ''::bytea) AS ${column}`
      : `NULL AS ${column}`,
  );
  const { rows } = await pool.query<GroupRow>(
    `SELECT ${[
      `(extract(epoch FROM c.start_at)::bigint / ${stepMs / 1_000})::float8 AS step`,
      "s.outcome",
      ...groups,
      "count(*)::float8 AS rows",
      ...sums.map((column) => `sum(c.${column})::float8 AS ${column}`),
      ...bundles,
    ].join(", ")}
     FROM ${cellTables[resolution]} c JOIN metric_series s ON s.id = c.series_id
     WHERE c.environment_id = $1 AND c.start_at >= $2 AND c.start_at < $3 ${conditions.join(" ")}
     GROUP BY ${["step", "s.outcome", ...by.map((_, index) => `by_${index}`)].join(", ")}`,
    values,
  );
  return rows.map((row) => ({
    startMs: (row["step"] ?? 0) * stepMs,
    values: [row.by_0, row.by_1].slice(0, by.length).map((value) => value ?? ""),
    outcome: row.outcome,
    counts: {
      requests: row["requests"] ?? 0,
      attempts: row["attempts"] ?? 0,
      rescued: row["rescued"] ?? 0,
      inputTokens: row["input_tokens"] ?? 0,
      cachedInputTokens: row["cached_input_tokens"] ?? 0,
      outputTokens: row["output_tokens"] ?? 0,
      costNanoUsd: row["cost_nano_usd"] ?? 0,
      durationMs: decodeHistogram(row.duration_ms ?? nothing),
      firstTokenMs: decodeHistogram(row.first_token_ms ?? nothing),
      perTokenMs: decodeHistogram(row.per_token_ms ?? nothing),
    },
    rowsRead: row["rows"] ?? 0,
  }));
}

const nothing = Buffer.alloc(0);
