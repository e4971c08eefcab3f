import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { MigrationList } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { withSchemaEngine } from "./schema-engine.ts";

const prismaFolder = resolve(import.meta.dirname, "..", "..", "..", "..", "prisma");

export const migrationsFolder = join(prismaFolder, "migrations");

/** Tables that stand in hand-written SQL only; also named in prisma.config.ts. */
const filters = {
  externalTables: [
    "requests",
    "request_details",
    "metric_series",
    "metric_cells_10s",
    "metric_cells_1m",
    "metric_cells_5m",
    "metric_cells_1h",
    "metric_cells_6h",
    "metric_cells_1d",
    "metric_compaction",
    "error_insight_queue",
    "error_insight_counts",
    "error_insight_shares",
    "error_insight_samples",
  ].map((table) => `public.${table}`),
  externalEnums: [],
};

/** One lock for all migrators of a database: two starts at once apply each migration once. */
const lockKey = 7_031_226;

/** The migrations of this release in their order, with the SHA-256 that `_prisma_migrations` keeps of each. */
export function knownMigrations(): readonly { readonly name: string; readonly checksum: string }[] {
  return migrationList().migrationDirectories.map(({ path, migrationFile }) => {
    const { content } = migrationFile;
    const script = content.tag === "ok" ? content.value : "";
    return { name: path, checksum: createHash("sha256").update(script).digest("hex") };
  });
}

/**
 * Brings the database to the newest migration, or to where another one stands.
 *
 * @param only names of the migrations to apply; all by default
 * @returns names of the migrations applied now; none when it was up to date
 */
export async function migrate(url: string, only?: readonly string[]): Promise<readonly string[]> {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [lockKey]);
    const { appliedMigrationNames } = await withSchemaEngine(url, undefined, (engine) =>
      engine.applyMigrations({ migrationsList: migrationList(only), filters }),
    );
    return appliedMigrationNames;
  } finally {
    await lock.end();
  }
}

/** SQL that would bring the database to prisma/schema.prisma; an empty migration when they agree. */
export async function drift(url: string): Promise<string> {
  const schema = readFileSync(join(prismaFolder, "schema.prisma"), "utf8");
  const { stdout } = await withSchemaEngine(url, schema, (engine) =>
    engine.diff({
      from: { tag: "schemaDatasource", files: [{ path: "schema.prisma", content: schema }], configDir: "." },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
      script: true,
      exitCode: null,
      filters,
    }),
  );
  return stdout ?? "";
}

function migrationList(only?: readonly string[]): MigrationList {
  const folder = migrationsFolder;
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => only?.includes(name) ?? true)
    .sort();
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: readFileSync(join(folder, "migration_lock.toml"), "utf8") },
    shadowDbInitScript: "",
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: readFileSync(join(folder, path, "migration.sql"), "utf8") },
      },
    })),
  };
}
