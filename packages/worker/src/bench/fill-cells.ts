import { CellAggregator, cellMs, type Cell, type RequestRecord } from "@meridian/metrics";
import { CellCompactor, type CellRetention, cellTables, type CellWidth, cellWidths, dropOldCells } from "@meridian/db";
import type { OperationParts } from "@meridian/operations";
import { MadeUpTraffic } from "./made-up-traffic.ts";

const dayMs = 86_400_000;
const cellsAtOnce = 5_000;
const daysOfOneVersion = 3;
/** Of the last day; those before have lower ones. */
export const latestVersion = 40;

export type Filled = {
  readonly requests: number;
  readonly series: number;
  readonly cells: Readonly<Record<CellWidth, number>>;
};

/**
 * History as the product itself would have made it. One UTC day is drawn request by request, counted by the gateway's
 * aggregator, written as its cells and compacted by the worker's compactor. The days before it repeat it, each under its
 * own config version, as far back as cells of each width are kept; so does today, up to now.
 */
export async function fillCells(
  { db, cells }: Pick<OperationParts, "db" | "cells">,
  plan: {
    readonly environmentId: string;
    readonly seed: number;
    readonly requests: number;
    readonly days: number;
    readonly nowMs: number;
    readonly keepDays: CellRetention;
  },
  say: (line: string) => void,
): Promise<Filled> {
  const { environmentId, days, nowMs, keepDays } = plan;
  const lastDayMs = Math.floor(nowMs / dayMs) * dayMs - dayMs;
  const compactor = new CellCompactor(db.pool);
  const perDay = Math.ceil(plan.requests / days);
  const drawn = drawnDay(new MadeUpTraffic(plan.seed), environmentId, lastDayMs, perDay);
  say(
    `drew a day of ${perDay.toLocaleString("en-US")} requests: ${drawn.length.toLocaleString("en-US")} cells of 10 s`,
  );
  for (let at = 0; at < drawn.length; at += cellsAtOnce) await cells.upsertCells(drawn.slice(at, at + cellsAtOnce));
  await db.pool.query("ANALYZE metric_cells_10s, metric_series");
  const startedMs = performance.now();
  const compacted = await compactor.compact(lastDayMs + dayMs + 60_000, keepDays);
  say(`compacted it into ${compacted.toLocaleString("en-US")} wider cells in ${seconds(startedMs)}`);
  const rebuildIndexes = await dropIndexes(db.pool);
  await repeatDay(db.pool, lastDayMs, days, keepDays);
  say("repeated it; building the indexes");
  await rebuildIndexes();
  const untilMs = nowMs - dayMs;
  const today = drawn.filter(({ startMs }) => startMs + cellMs <= untilMs).map((cell) => moved(cell, dayMs));
  for (let at = 0; at < today.length; at += cellsAtOnce) await cells.upsertCells(today.slice(at, at + cellsAtOnce));
  await compactor.compact(nowMs, keepDays);
  await dropOldCells(db.pool, nowMs, keepDays);
  for (const table of ["metric_series", ...Object.values(cellTables)]) await db.pool.query(`VACUUM ANALYZE ${table}`);
  const count = async (table: string): Promise<number> =>
    Number((await db.pool.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);
  const counts = await Promise.all(cellWidths.map((width) => count(cellTables[width])));
  const { rows } = await db.pool.query<{ n: string }>(
    "SELECT sum(c.requests) AS n FROM metric_cells_1h c WHERE c.view = 1",
  );
  return {
    requests: Number(rows[0]?.n),
    series: await count("metric_series"),
    cells: Object.fromEntries(cellWidths.map((width, index) => [width, counts[index] ?? 0])) as Filled["cells"],
  };
}

function drawnDay(traffic: MadeUpTraffic, environmentId: string, startMs: number, requests: number): Cell[] {
  const times = Float64Array.from({ length: requests }, () => traffic.timeOfDay(startMs)).sort();
  const aggregator = new CellAggregator({ instanceId: "0198a1b2-0000-7000-8000-0000000000aa", epoch: startMs });
  const cells = new Map<string, Cell>();
  const collect = (beforeMs: number): void => {
    for (const cell of aggregator.changedCells(environmentId, "bench"))
      cells.set(JSON.stringify({ ...cell, counts: null }), cell);
    aggregator.closeBefore(beforeMs);
  };
  let collectedMs = startMs;
  for (const endedMs of times) {
    const record = traffic.record(environmentId, endedMs, latestVersion);
    aggregator.add(endingAt(record, endedMs));
    if (endedMs - collectedMs < cellMs) continue;
    collect(endedMs - cellMs);
    collectedMs = endedMs;
  }
  collect(startMs + dayMs);
  return [...cells.values()];
}

const endingAt = (record: RequestRecord, endedMs: number): RequestRecord => ({
  ...record,
  startedAtMs: endedMs - record.durationMs,
});

const moved = (cell: Cell, byMs: number): Cell => ({ ...cell, startMs: cell.startMs + byMs, epoch: cell.epoch + byMs });

const seconds = (startedMs: number): string => `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`;

/** Rows are copied several times as fast without indexes. Call what it gives to make them again, as they were. */
async function dropIndexes(pool: OperationParts["db"]["pool"]): Promise<() => Promise<void>> {
  const tables = Object.values(cellTables);
  const { rows: constraints } = await pool.query<{ drop: string; make: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
     FROM pg_constraint WHERE conrelid = ANY($1::regclass[]) AND contype IN ('p', 'f') ORDER BY contype DESC`,
    [tables],
  );
  const { rows: indexes } = await pool.query<{ drop: string; make: string }>(
    `SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS make
     FROM pg_index WHERE indrelid = ANY($1::regclass[]) AND NOT indisprimary`,
    [tables],
  );
  for (const { drop } of [...constraints, ...indexes]) await pool.query(drop);
  return async () => {
    for (const { make } of [...constraints, ...indexes]) await pool.query(make);
  };
}

/** Copies the cells of a day to the days before, under the series of the config version that was active then. */
async function repeatDay(
  pool: OperationParts["db"]["pool"],
  startMs: number,
  days: number,
  keepDays: CellRetention,
): Promise<void> {
  const dimensions = ["environment_id", "view", "route", "model", "upstream", "key_id"];
  dimensions.push("prompt_variant", "caller_region", "outcome");
  const ofSeries = (alias: string): string => dimensions.map((column) => `${alias}.${column}`).join(", ");
  const client = await pool.connect();
  try {
    for (let ago = 1; ago < days; ago++) {
      const older = Math.floor(ago / daysOfOneVersion);
      await client.query(
        `INSERT INTO metric_series (${dimensions.join(", ")}, config_version)
         SELECT ${dimensions.join(", ")}, config_version - $1 FROM metric_series WHERE config_version = $2
         ON CONFLICT DO NOTHING`,
        [older, latestVersion],
      );
      await client.query("DROP TABLE IF EXISTS older_series");
      await client.query(
        `CREATE TEMPORARY TABLE older_series AS SELECT s.id, o.id AS older_id FROM metric_series s JOIN metric_series o
           ON (${ofSeries("o")}) = (${ofSeries("s")})
           AND o.config_version = CASE s.config_version WHEN 0 THEN 0 ELSE s.config_version - ${older} END
         WHERE s.config_version IN (0, ${latestVersion})`,
      );
      await client.query("ANALYZE older_series");
      for (const width of cellWidths) {
        if (ago > keepDays[width]) continue;
        const key = width === 10 ? "instance_id, epoch" : "view";
        await client.query(
          `INSERT INTO ${cellTables[width]} (environment_id, start_at, series_id, ${key}, ${counts}, updated_at)
           SELECT c.environment_id, c.start_at - make_interval(days => $1), o.older_id, ${key}, ${counts}, c.updated_at
           FROM ${cellTables[width]} c JOIN older_series o ON o.id = c.series_id
           WHERE c.start_at >= $2 AND c.start_at < $3 ORDER BY ${width === 10 ? "" : "view, "}start_at, older_id`,
          [ago, new Date(startMs), new Date(startMs + dayMs)],
        );
      }
    }
  } finally {
    client.release();
  }
}

const counts = [
  "requests, attempts, rescued, input_tokens, cached_input_tokens, output_tokens, cost_nano_usd",
  "duration_ms, first_token_ms, per_token_ms",
].join(", ");
