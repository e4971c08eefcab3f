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

/** Tables into which a migration writes rows beside those that are there. */
const grownOnPurpose: readonly RegExp[] = [
  // 20261127231010: the same requests once more under fewer dimensions.
  /^metric_(series|cells_1m|cells_1h)\./,
];

/** What is in `before` and not, or not as often, in `after`. */
function lost(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const value of after) left.set(value, (left.get(value) ?? 0) + 1);
  return before.filter((value) => {
    const count = left.get(value) ?? 0;
    left.set(value, count - 1);
    return count <= 0;
  });
}

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
    for (const [column, values] of before) {
      if (changedOnPurpose.some((purpose) => purpose.test(column))) continue;
      const now = after.get(column) ?? [];
      expect({ column, lost: lost(values, now) }).toEqual({ column, lost: [] });
      if (!grownOnPurpose.some((purpose) => purpose.test(column)))
        expect({ column, rows: now.length }).toEqual({ column, rows: values.length });
    }
    expect(await migrate(url)).toEqual([]);
  });
});
