import { afterEach, describe, expect, it } from "vitest";
import { type OwnDatabase, releaseDatabase, releases, valuesByColumn } from "../../test/release-database.ts";
import { drift, knownMigrations, migrate } from "./migrate.ts";

/**
 * What migrations write anew, and why the value is not the old one. Everything else must come through as it was; a table
 * or column that a migration drops is named here too.
 */
const changedOnPurpose: readonly RegExp[] = [
  // 20261127231000: histograms say how long they are.
  /^metric_cells_\w+\.(duration_ms|first_token_ms|per_token_ms)$/,
  // 20261128000000: the demo's workspace is marked, and the decision for it recorded.
  /^installation\./,
];

let database: OwnDatabase | null = null;
afterEach(async () => {
  await database?.drop();
  database = null;
});

describe.each(releases)("an installation of release %s", (release) => {
  it("is brought to the newest migration with all that is in it", async () => {
    database = await releaseDatabase(release);
    const { client, url } = database;
    const before = await valuesByColumn(client);
    expect([...before.values()].flat().length).toBeGreaterThan(100);
    const { rows } = await client.query<{ readonly migration_name: string; readonly checksum: string }>(
      "SELECT migration_name, checksum FROM _prisma_migrations",
    );
    // A published migration is never edited.
    for (const { migration_name: name, checksum } of rows) expect(knownMigrations()).toContainEqual({ name, checksum });

    const applied = await migrate(url);
    expect(applied).toEqual(knownMigrations().slice(rows.length).map(({ name }) => name));
    expect(await drift(url)).toMatch(/^(-- This is an empty migration\.\s*)?$/);
    const after = await valuesByColumn(client);
    const kept = [...before].filter(([column]) => !changedOnPurpose.some((purpose) => purpose.test(column)));
    expect(Object.fromEntries(kept.map(([column]) => [column, after.get(column)]))).toEqual(Object.fromEntries(kept));
    expect(await migrate(url)).toEqual([]);
  });
});
