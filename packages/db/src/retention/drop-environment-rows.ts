import type pg from "pg";
import { cellTables, cellWidths } from "../cells/cell-levels.ts";
import { keptFrom } from "../cells/cell-retention.ts";
import { ownDetailDays, readEnvironmentRetentions } from "./retention-days.ts";

/** Deleted in one statement: short enough that nobody waits behind it. */
const batch = 10_000;

/**
 * Deletes what single environments keep for less time than the installation: whole UTC days, as everywhere. Partitions
 * hold all environments together, so rows go one by one; each is looked through once a day.
 */
export class EnvironmentRows {
  readonly #pool: pg.Pool;
  /** Looked through on `#day`, `partition environment`. */
  readonly #done = new Set<string>();
  #day = 0;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Resolves to how many rows were deleted. */
  async drop(nowMs: number): Promise<number> {
    const today = keptFrom(nowMs, 0).getTime();
    if (today !== this.#day) this.#done.clear();
    this.#day = today;
    let deleted = 0;
    for (const { environmentId, days } of await readEnvironmentRetentions(this.#pool)) {
      const own = [
        ["requests", days.requests ?? null],
        ["request_details", ownDetailDays(days)],
      ] as const;
      for (const [table, keepDays] of own) {
        if (keepDays !== null) deleted += await this.#dropDays(table, environmentId, keptFrom(nowMs, keepDays));
      }
      if (days.cells !== undefined) deleted += await this.#dropCells(environmentId, keptFrom(nowMs, days.cells));
    }
    return deleted;
  }

  async #dropDays(table: string, environmentId: string, from: Date): Promise<number> {
    const oldest = `${table}_${from.toISOString().slice(0, 10).replaceAll("-", "")}`;
    const { rows } = await this.#pool.query<{ readonly name: string }>(
      `SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
       WHERE inhparent = $1::regclass AND child.relname < $2`,
      [`public.${table}`, oldest],
    );
    let deleted = 0;
    for (const { name } of rows) {
      const key = `${name} ${environmentId}`;
      if (this.#done.has(key)) continue;
      deleted += await this.#deleteAll(name, "environment_id = $1", [environmentId]);
      this.#done.add(key);
    }
    return deleted;
  }

  async #dropCells(environmentId: string, from: Date): Promise<number> {
    let deleted = 0;
    for (const width of cellWidths) {
      const where = "environment_id = $1 AND start_at < $2";
      deleted += await this.#deleteAll(cellTables[width], where, [environmentId, from]);
    }
    return deleted;
  }

  async #deleteAll(table: string, where: string, values: readonly unknown[]): Promise<number> {
    let deleted = 0;
    for (;;) {
      const { rowCount } = await this.#pool.query(
        `DELETE FROM public."${table}" WHERE ctid = ANY(ARRAY(SELECT ctid FROM public."${table}" WHERE ${where} LIMIT ${batch}))`,
        [...values],
      );
      deleted += rowCount ?? 0;
      if ((rowCount ?? 0) < batch) return deleted;
    }
  }
}
