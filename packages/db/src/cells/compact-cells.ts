import { type CellCounts, mergeCounts } from "@meridian/metrics";
import type pg from "pg";
import { type CountRow, countColumns, countNames, countReplacements, countsOf, countValues, transposed } from "./cell-row.ts";

type Step = { readonly from: string; readonly to: string; readonly toSeconds: number };

const steps: readonly Step[] = [
  { from: "metric_cells_10s", to: "metric_cells_1m", toSeconds: 60 },
  { from: "metric_cells_1m", to: "metric_cells_1h", toSeconds: 3600 },
];

/** A transaction that was open when the last round looked may commit rows stamped earlier than that look. */
const overlap = "30 seconds";

/**
 * Merges cells into wider ones: 10 s → 1 min → 1 h. A window is computed anew, whole, whenever a cell in it changed
 * since the last round: late cells are picked up, and a round that runs twice changes nothing.
 *
 * @returns how many wider cells were written
 */
export async function compactCells(pool: pg.Pool): Promise<number> {
  let written = 0;
  for (const step of steps) written += await compactStep(pool, step);
  return written;
}

type SourceRow = CountRow & { readonly environment_id: string; readonly window_at: Date; readonly series_id: string };

async function compactStep(pool: pg.Pool, { from, to, toSeconds }: Step): Promise<number> {
  const { rows: looks } = await pool.query<{ readonly now: Date; readonly until: Date }>(
    `SELECT clock_timestamp() AS now,
       COALESCE((SELECT compacted_until FROM metric_compaction WHERE resolution_s = $1), '-infinity'::timestamptz) - interval '${overlap}' AS until`,
    [toSeconds],
  );
  const look = looks[0];
  if (!look) return 0;
  const width = `interval '${toSeconds} seconds'`;
  const { rows } = await pool.query<SourceRow>(
    `WITH dirty AS (
       SELECT DISTINCT environment_id, date_bin(${width}, start_at, 'epoch'::timestamptz) AS window_at
       FROM ${from} WHERE updated_at >= $1
     )
     SELECT d.environment_id, d.window_at, c.series_id, ${countColumns.map(([name]) => `c.${name}`).join(", ")}
     FROM dirty d JOIN ${from} c ON c.environment_id = d.environment_id AND c.start_at >= d.window_at AND c.start_at < d.window_at + ${width}`,
    [look.until],
  );
  const merged = merge(rows);
  if (merged.length > 0) {
    const types = ["uuid", "timestamptz", "bigint", ...countColumns.map(([, type]) => type)];
    await pool.query(
      `INSERT INTO ${to} (environment_id, start_at, series_id, ${countNames})
       SELECT * FROM unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(", ")})
       ON CONFLICT (environment_id, start_at, series_id) DO UPDATE SET ${countReplacements}, updated_at = clock_timestamp()`,
      transposed(merged, types.length),
    );
  }
  await pool.query(
    `INSERT INTO metric_compaction (resolution_s, compacted_until) VALUES ($1, $2)
     ON CONFLICT (resolution_s) DO UPDATE SET compacted_until = excluded.compacted_until`,
    [toSeconds, look.now],
  );
  return merged.length;
}

function merge(rows: readonly SourceRow[]): readonly (readonly unknown[])[] {
  const cells = new Map<string, { readonly key: readonly unknown[]; counts: CellCounts }>();
  for (const row of rows) {
    const key = `${row.environment_id} ${row.window_at.getTime()} ${row.series_id}`;
    const cell = cells.get(key);
    if (cell) cell.counts = mergeCounts(cell.counts, countsOf(row));
    else cells.set(key, { key: [row.environment_id, row.window_at, row.series_id], counts: countsOf(row) });
  }
  return [...cells.values()].map(({ key, counts }) => [...key, ...countValues(counts)]);
}

const dayMs = 86_400_000;

/** Deletes cells older than their width's retention, in days. */
export async function dropOldCells(
  pool: pg.Pool,
  nowMs: number,
  keepDays: { readonly tenSeconds: number; readonly minute: number; readonly hour: number },
): Promise<void> {
  const bounds = [
    ["metric_cells_10s", keepDays.tenSeconds],
    ["metric_cells_1m", keepDays.minute],
    ["metric_cells_1h", keepDays.hour],
  ] as const;
  for (const [table, days] of bounds) await pool.query(`DELETE FROM ${table} WHERE start_at < $1`, [new Date(nowMs - days * dayMs)]);
}
