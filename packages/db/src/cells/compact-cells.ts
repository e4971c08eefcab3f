import { type CellCounts, mergeCounts } from "@meridian/metrics";
import type pg from "pg";
import { type CellRetention, keptFrom } from "./cell-retention.ts";
import {
  type CountRow,
  countColumns,
  countNames,
  countReplacements,
  countsOf,
  countValues,
  transposed,
} from "./cell-row.ts";

type Step = {
  readonly from: string;
  readonly to: string;
  readonly toSeconds: number;
  readonly kept: keyof CellRetention;
};

const steps: readonly Step[] = [
  { from: "metric_cells_10s", to: "metric_cells_1m", toSeconds: 60, kept: "tenSeconds" },
  { from: "metric_cells_1m", to: "metric_cells_1h", toSeconds: 3600, kept: "minute" },
];

/** A transaction that was open when the last round looked may commit rows stamped earlier than that look. */
const overlap = "30 seconds";

/** Windows read at once: bounds memory after a long pause. One holds six or sixty cells of each series. */
const windowsAtOnce = 10;

/**
 * Merges cells into wider ones: 10 s → 1 min → 1 h. A window is computed anew, whole, whenever a cell in it changed
 * since the last round: late cells are picked up, and a round that runs twice changes nothing. Windows whose cells
 * retention may have begun to delete are left as they are: what comes that late is not counted.
 *
 * @returns how many wider cells changed
 */
export async function compactCells(pool: pg.Pool, nowMs: number, keepDays: CellRetention): Promise<number> {
  let changed = 0;
  for (const step of steps) changed += await compactStep(pool, step, keptFrom(nowMs, keepDays[step.kept]));
  return changed;
}

type Window = { readonly environment_id: string; readonly window_at: Date };
type SourceRow = CountRow & Window & { readonly series_id: string };

async function compactStep(pool: pg.Pool, step: Step, keptFromAt: Date): Promise<number> {
  const { rows: looks } = await pool.query<{ readonly now: Date; readonly since: Date | number }>(
    `SELECT clock_timestamp() AS now,
       COALESCE((SELECT compacted_until FROM metric_compaction WHERE resolution_s = $1), '-infinity') - interval '${overlap}' AS since`,
    [step.toSeconds],
  );
  const look = looks[0];
  if (!look) return 0;
  const { rows: dirty } = await pool.query<Window>(
    `SELECT DISTINCT environment_id, date_bin(interval '${step.toSeconds} seconds', start_at, 'epoch') AS window_at
     FROM ${step.from} WHERE updated_at >= $1 AND start_at >= $2 ORDER BY window_at, environment_id`,
    [look.since instanceof Date ? look.since : "-infinity", keptFromAt],
  );
  let changed = 0;
  for (let at = 0; at < dirty.length; at += windowsAtOnce) {
    changed += await compactWindows(pool, step, dirty.slice(at, at + windowsAtOnce));
  }
  await pool.query(
    `INSERT INTO metric_compaction (resolution_s, compacted_until) VALUES ($1, $2)
     ON CONFLICT (resolution_s) DO UPDATE SET compacted_until = excluded.compacted_until`,
    [step.toSeconds, look.now],
  );
  return changed;
}

/** Writes only what differs: a cell that stays as it is must not make the next width's window dirty. */
async function compactWindows(
  pool: pg.Pool,
  { from, to, toSeconds }: Step,
  windows: readonly Window[],
): Promise<number> {
  const { rows } = await pool.query<SourceRow>(
    `SELECT w.environment_id, w.window_at, c.series_id, ${countColumns.map(([name]) => `c.${name}`).join(", ")}
     FROM unnest($1::uuid[], $2::timestamptz[]) AS w(environment_id, window_at)
     JOIN ${from} c ON c.environment_id = w.environment_id AND c.start_at >= w.window_at
       AND c.start_at < w.window_at + interval '${toSeconds} seconds'`,
    [windows.map((window) => window.environment_id), windows.map((window) => window.window_at)],
  );
  const types = ["uuid", "timestamptz", "bigint", ...countColumns.map(([, type]) => type)];
  const { rowCount } = await pool.query(
    `INSERT INTO ${to} AS kept (environment_id, start_at, series_id, ${countNames})
     SELECT * FROM unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(", ")})
     ON CONFLICT (environment_id, start_at, series_id) DO UPDATE SET ${countReplacements}, updated_at = clock_timestamp()
     WHERE (${countColumns.map(([name]) => `kept.${name}`).join(", ")})
       IS DISTINCT FROM (${countColumns.map(([name]) => `excluded.${name}`).join(", ")})`,
    transposed(merge(rows), types.length),
  );
  return rowCount ?? 0;
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
