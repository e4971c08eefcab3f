import type { CellDimensions } from "@meridian/metrics";
import type pg from "pg";

const maxCached = 100_000;

/** The ids of series, made when new. Known ones are remembered: a steady gateway asks the database for none. */
export class SeriesIds {
  readonly #pool: pg.Pool;
  readonly #known = new Map<string, string>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** One id for each of the given, in their order. */
  async of(all: readonly CellDimensions[]): Promise<readonly string[]> {
    const missing = new Map<string, CellDimensions>();
    for (const dimensions of all) {
      const key = keyOf(dimensions);
      if (!this.#known.has(key)) missing.set(key, dimensions);
    }
    if (missing.size > 0) await this.#learn([...missing.values()]);
    return all.map((dimensions) => {
      const id = this.#known.get(keyOf(dimensions));
      if (id === undefined) throw new Error("a series has no id after it was written");
      return id;
    });
  }

  async #learn(missing: readonly CellDimensions[]): Promise<void> {
    if (this.#known.size + missing.length > maxCached) this.#known.clear();
    const batch = JSON.stringify(missing);
    const given = `SELECT * FROM json_to_recordset($1::json) AS g("environmentId" uuid, "route" text, "upstream" text,
      "configVersion" integer, "keyId" text, "promptVariant" text, "callerRegion" text, "outcome" text)`;
    await this.#pool.query(
      `INSERT INTO metric_series (environment_id, route, upstream, config_version, key_id, prompt_variant, caller_region, outcome)
       ${given} ON CONFLICT DO NOTHING`,
      [batch],
    );
    const { rows } = await this.#pool.query<CellDimensions & { readonly id: string }>(
      `SELECT s.id, g.* FROM (${given}) g JOIN metric_series s ON
         (s.environment_id, s.route, s.upstream, s.config_version, s.key_id, s.prompt_variant, s.caller_region, s.outcome) =
         (g."environmentId", g."route", g."upstream", g."configVersion", g."keyId", g."promptVariant", g."callerRegion", g."outcome")`,
      [batch],
    );
    for (const { id, ...dimensions } of rows) this.#known.set(keyOf(dimensions), id);
  }
}

const keyOf = (d: CellDimensions): string =>
  JSON.stringify([d.environmentId, d.route, d.upstream, d.configVersion, d.keyId, d.promptVariant, d.callerRegion, d.outcome]);
