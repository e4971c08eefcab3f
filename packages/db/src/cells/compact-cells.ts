import type pg from "pg";
import { type CellWidth, cellTables, cellWidths } from "./cell-levels.ts";
import { type CellRetention, keptFrom } from "./cell-retention.ts";
import { type CellWindow, mergeWindows } from "./merge-windows.ts";
import { viewsFrom } from "./cell-views.ts";
import { ViewSeries } from "./view-series.ts";

/**
 * A transaction of a gateway that was open when the last round looked may commit rows stamped earlier than that look.
 * Wider cells are written by this very round, before it looks.
 */
const overlapSeconds = (from: CellWidth): number => (from === 10 ? 30 : 0);

/** After a window has ended, gateways still write its last cells for a while. Later ones are picked up all the same. */
const settleMs = 10_000;

/** Windows read at once: bounds memory after a long pause. One holds up to sixty cells of each series. */
const windowsAtOnce = (width: CellWidth): number => (width === 60 ? 10 : 2);

/** Environments by the first column of an index, one step each: rows are far too many to look at. */
const environments = `
  WITH RECURSIVE environments AS (
    (SELECT environment_id FROM metric_series ORDER BY environment_id LIMIT 1)
    UNION ALL
    SELECT (SELECT s.environment_id FROM metric_series s WHERE s.environment_id > e.environment_id
      ORDER BY s.environment_id LIMIT 1)
    FROM environments e WHERE e.environment_id IS NOT NULL
  )`;

type Look = {
  readonly now: Date;
  readonly since: Date | number;
  readonly merged: Date | null;
  readonly narrower: Date | null;
};

/**
 * Merges cells into wider ones: 10 s → 1 min → 5 min → 1 h → 6 h → a day. A window is merged once it has ended, and anew,
 * whole, whenever a cell in it changed since the last round: late cells are picked up, and a round that runs twice changes
 * nothing. Windows whose cells retention may have begun to delete are left as they are: what comes that late is not
 * counted. Of a minute and more the cells of all views are made.
 */
export class CellCompactor {
  readonly #pool: pg.Pool;
  /** By the narrowest width of the views. */
  readonly #viewSeries = new Map<CellWidth, ViewSeries>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** One round; resolves to how many wider cells changed, all views together. */
  async compact(nowMs: number, keepDays: CellRetention): Promise<number> {
    let changed = 0;
    for (const [index, to] of cellWidths.entries()) {
      const from = cellWidths[index - 1];
      if (from !== undefined) changed += await this.#step(from, to, nowMs, keptFrom(nowMs, keepDays[from]));
    }
    return changed;
  }

  async #step(from: CellWidth, to: CellWidth, nowMs: number, keptFromAt: Date): Promise<number> {
    const { rows } = await this.#pool.query<Look>(
      `SELECT clock_timestamp() AS now,
         COALESCE((SELECT compacted_until FROM metric_compaction WHERE resolution_s = $1), '-infinity')
           - make_interval(secs => $3) AS since,
         (SELECT merged_until FROM metric_compaction WHERE resolution_s = $1) AS merged,
         (SELECT merged_until FROM metric_compaction WHERE resolution_s = $2) AS narrower`,
      [to, from, overlapSeconds(from)],
    );
    const look = rows[0];
    const knownUntilMs = from === 10 ? nowMs - settleMs : (look?.narrower?.getTime() ?? 0);
    const until = new Date(Math.floor(knownUntilMs / (to * 1_000)) * to * 1_000);
    if (!look || knownUntilMs <= 0) return 0;
    let changed = 0;
    const windows = await this.#due(from, to, look, until, keptFromAt);
    const atOnce = windowsAtOnce(to);
    for (let at = 0; at < windows.length; at += atOnce) {
      changed += await this.#merge(from, to, windows.slice(at, at + atOnce));
    }
    await this.#pool.query(
      `INSERT INTO metric_compaction (resolution_s, compacted_until, merged_until) VALUES ($1, $2, $3)
       ON CONFLICT (resolution_s) DO UPDATE SET compacted_until = excluded.compacted_until,
         merged_until = GREATEST(metric_compaction.merged_until, excluded.merged_until)`,
      [to, look.now, until],
    );
    return changed;
  }

  /** Windows that have ended since the last round, and those before in which a cell changed. Oldest first. */
  async #due(
    from: CellWidth,
    to: CellWidth,
    look: Look,
    until: Date,
    keptFromAt: Date,
  ): Promise<readonly CellWindow[]> {
    const windowAt = `date_bin(interval '${to} seconds', start_at, 'epoch') AS window_at`;
    const ofFullView = from === 10 ? "" : "AND view = 0";
    const { rows } = await this.#pool.query<CellWindow>(
      `${environments}
       SELECT e.environment_id, w.window_at FROM environments e JOIN LATERAL (
         SELECT DISTINCT ${windowAt} FROM ${cellTables[from]} WHERE environment_id = e.environment_id ${ofFullView}
           AND start_at >= $1 AND start_at < $2
       ) w ON true
       UNION
       SELECT environment_id, ${windowAt} FROM ${cellTables[from]}
       WHERE updated_at >= $3 AND start_at >= $4 AND start_at < LEAST($1, $2) ${ofFullView}
       ORDER BY window_at, environment_id`,
      [
        look.merged !== null && look.merged > keptFromAt ? look.merged : keptFromAt,
        until,
        look.since instanceof Date ? look.since : "-infinity",
        keptFromAt,
      ],
    );
    return rows;
  }

  async #merge(from: CellWidth, to: CellWidth, windows: readonly CellWindow[]): Promise<number> {
    let viewSeries = this.#viewSeries.get(to);
    if (!viewSeries) this.#viewSeries.set(to, (viewSeries = new ViewSeries(this.#pool, viewsFrom(to))));
    try {
      return await mergeWindows(this.#pool, viewSeries, { from, to, windows });
    } catch (error) {
      // Series may be gone with a database that was made anew: the next round asks for them.
      viewSeries.forget();
      throw error;
    }
  }
}
