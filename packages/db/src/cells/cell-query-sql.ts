import { decodeHistogram, type HistogramName, type MetricDimension, type RequestOutcome } from "@meridian/metrics";
import type pg from "pg";
import { cellTables, type CellWidth } from "./cell-levels.ts";
import type { QueryPlan, Segment } from "./cell-query-plan.ts";
import type { CellGroup, CellQuery } from "./cell-store.ts";
import { viewFor } from "./cell-views.ts";

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
] as const;

const histogramColumns = {
  durationMs: "duration_ms",
  firstTokenMs: "first_token_ms",
  perTokenMs: "per_token_ms",
} as const satisfies Record<HistogramName, string>;

type GroupRow = { readonly [count in (typeof sums)[number]]: number } & {
  readonly [histogram in (typeof histogramColumns)[HistogramName]]: string | null;
} & {
  readonly step: number;
  readonly rows: number;
  readonly outcome: RequestOutcome;
  readonly by_0?: string;
  readonly by_1?: string;
};

type Parameters = { readonly values: unknown[]; readonly add: (value: unknown) => string };

function parameters(): Parameters {
  const values: unknown[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}

/** `FROM … WHERE …` of the rows of `c` (cells) and `s` (their series) that a query reads at one width. */
function source(
  query: Pick<CellQuery, "environmentId" | "filter" | "by">,
  width: CellWidth,
  { add }: Parameters,
): string {
  const filters = Object.entries(query.filter) as [MetricDimension, readonly string[]][];
  const view = viewFor([...query.by, ...filters.map(([dimension]) => dimension)], width);
  const environment = add(query.environmentId);
  return [
    `FROM ${cellTables[width]} c JOIN metric_series s ON s.id = c.series_id`,
    `WHERE c.environment_id = ${environment} AND s.environment_id = ${environment} AND s.view = ${view}`,
    ...(width === 10 ? [] : [`AND c.view = ${view}`]),
    ...filters.map(([dimension, wanted]) =>
      dimension === "configVersion"
        ? `AND s.config_version = ANY(${add(wanted.map(Number))}::integer[])`
        : `AND s.${columns[dimension]} = ANY(${add(wanted)}::text[])`,
    ),
  ].join(" ");
}

/** How many rows a query reads in the windows that start at these times. */
export async function countRows(
  pool: pg.Pool,
  query: CellQuery,
  width: CellWidth,
  startsMs: readonly number[],
): Promise<number> {
  const given = parameters();
  const from = source(query, width, given);
  const starts = given.add(startsMs.map((startMs) => new Date(startMs)));
  const { rows } = await pool.query<{ readonly count: number }>(
    `SELECT count(*)::integer AS count ${from} AND c.start_at = ANY(${starts}::timestamptz[])`,
    given.values,
  );
  return rows[0]?.count ?? 0;
}

/** The database adds counts up and hands histograms on one after another; they are added up here. */
export async function readGroups(
  pool: pg.Pool,
  query: CellQuery,
  { segments, stepMs }: Pick<QueryPlan, "segments" | "stepMs">,
): Promise<{ readonly rowsRead: number; readonly groups: readonly CellGroup[] }> {
  if (segments.length === 0) return { rowsRead: 0, groups: [] };
  const given = parameters();
  const keys = ["outcome", ...query.by.map((_, index) => `by_${index}`)];
  const histograms = query.histograms.map((name) => histogramColumns[name]);
  const cellsOf = ({ width, fromMs, toMs }: Segment): string =>
    [
      `SELECT c.start_at, s.outcome, ${query.by.map((dimension, index) => `s.${columns[dimension]}::text AS by_${index}, `).join("")}`,
      [...sums, ...histograms].map((column) => `c.${column}`).join(", "),
      source(query, width, given),
      `AND c.start_at >= ${given.add(new Date(fromMs))} AND c.start_at < ${given.add(new Date(toMs))}`,
    ].join(" ");
  const { rows } = await pool.query<GroupRow>(
    `SELECT ${[
      `(extract(epoch FROM start_at)::bigint / ${stepMs / 1_000})::float8 AS step`,
      ...keys,
      "count(*)::float8 AS rows",
      ...sums.map((column) => `sum(${column})::float8 AS ${column}`),
      ...histograms.map((column) => `encode(string_agg(${column}, ''::bytea), 'base64') AS ${column}`),
    ].join(", ")}
     FROM (${segments.map(cellsOf).join(" UNION ALL ")}) AS cells GROUP BY ${["step", ...keys].join(", ")}`,
    given.values,
  );
  return {
    rowsRead: rows.reduce((sum, row) => sum + row.rows, 0),
    groups: rows.map((row) => groupOf(row, stepMs, query.by.length)),
  };
}

function groupOf(row: GroupRow, stepMs: number, width: number): CellGroup {
  const histogram = (bundle: string | null | undefined) => decodeHistogram(Buffer.from(bundle ?? "", "base64"));
  return {
    startMs: row.step * stepMs,
    values: [row.by_0, row.by_1].slice(0, width).map((value) => value ?? ""),
    outcome: row.outcome,
    counts: {
      requests: row.requests,
      attempts: row.attempts,
      rescued: row.rescued,
      inputTokens: row.input_tokens,
      cachedInputTokens: row.cached_input_tokens,
      outputTokens: row.output_tokens,
      costNanoUsd: row.cost_nano_usd,
      durationMs: histogram(row.duration_ms),
      firstTokenMs: histogram(row.first_token_ms),
      perTokenMs: histogram(row.per_token_ms),
    },
  };
}
