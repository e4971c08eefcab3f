import type { CellDimensions } from "@meridian/metrics";
import type pg from "pg";

const maxCached = 100_000;

/** A combination of dimensions in a view (see `cellViews`). */
export type SeriesOf = CellDimensions & { readonly view: number };

/** The ids of series, made when new. Known ones are remembered: a steady gateway asks the database for none. */
export class SeriesIds {
  readonly #pool: pg.Pool;
  readonly #known = new Map<string, string>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** One id for each of the given, in their order. */
  async of(all: readonly SeriesOf[]): Promise<readonly string[]> {
    const ids = new Map<string, string>();
    const missing = new Map<string, SeriesOf>();
    for (const dimensions of all) {
      const key = keyOf(dimensions);
      const id = this.#known.get(key);
      if (id === undefined) missing.set(key, dimensions);
      else ids.set(key, id);
    }
    if (missing.size > 0) {
      // In one order, so that two writers of the same new series never wait for each other crosswise.
      const sorted = [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, dimensions]) => dimensions);
      for (const [key, id] of await this.#learn(sorted)) ids.set(key, id);
    }
    return all.map((dimensions) => {
      const id = ids.get(keyOf(dimensions));
      if (id === undefined) throw new Error("a series has no id after it was written");
      return id;
    });
  }

  /** For when the database is not the one that was learnt from: restored from a backup, made anew. */
  forget(): void {
    this.#known.clear();
  }

  async #learn(missing: readonly SeriesOf[]): Promise<readonly (readonly [string, string])[]> {
    const batch = JSON.stringify(missing);
    const given = `SELECT * FROM json_to_recordset($1::json) AS g("environmentId" uuid, "view" smallint, "route" text, "model" text, "upstream" text,
      "configVersion" integer, "keyId" text, "promptVariant" text, "callerRegion" text, "outcome" text)`;
    await this.#pool.query(
      `INSERT INTO metric_series (environment_id, view, route, model, upstream, config_version, key_id, prompt_variant, caller_region, outcome)
       ${given} ON CONFLICT DO NOTHING`,
      [batch],
    );
    const { rows } = await this.#pool.query<SeriesOf & { readonly id: string }>(
      `SELECT s.id, g.* FROM (${given}) g JOIN metric_series s ON
         (s.environment_id, s.view, s.route, s.model, s.upstream, s.config_version, s.key_id, s.prompt_variant, s.caller_region, s.outcome) =
         (g."environmentId", g."view", g."route", g."model", g."upstream", g."configVersion", g."keyId", g."promptVariant", g."callerRegion", g."outcome")`,
      [batch],
    );
    if (this.#known.size + rows.length > maxCached) this.#known.clear();
    const learnt = rows.map(({ id, ...dimensions }) => [keyOf(dimensions), id] as const);
    for (const [key, id] of learnt) this.#known.set(key, id);
    return learnt;
  }
}

const keyOf = (d: SeriesOf): string =>
  JSON.stringify([
    d.environmentId,
    d.view,
    d.route,
    d.model,
    d.upstream,
    d.configVersion,
    d.keyId,
    d.promptVariant,
    d.callerRegion,
    d.outcome,
  ]);
