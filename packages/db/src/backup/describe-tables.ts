import pg from "pg";
import type { Manifest } from "./manifest.ts";

/**
 * Left out of backups. Gateways announce themselves anew; sessions would bring back ones that were revoked since; mail that
 * waited would be sent twice.
 */
const ephemeral: readonly string[] = ["gateway_applications", "gateway_instances", "mail_messages", "user_sessions"];

const tablesSql = `
  SELECT c.relname AS name,
    array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname <> '_prisma_migrations' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  GROUP BY c.relname ORDER BY c.relname`;

const referencesSql = `
  SELECT DISTINCT conrelid::regclass::text AS "from", confrelid::regclass::text AS "to"
  FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND conrelid <> confrelid
    AND connamespace = 'public'::regnamespace`;

const partitionsSql = `
  SELECT c.relname AS name, p.relname AS of, pg_get_expr(c.relpartbound, c.oid) AS bound
  FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
  WHERE c.relispartition AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`;

type Reference = { readonly from: string; readonly to: string };

/** Every table that a backup holds, from the catalogue: one that comes later is not forgotten. */
export async function describeTables(client: pg.ClientBase): Promise<Pick<Manifest, "tables" | "partitions">> {
  const { rows: tables } = await client.query<Manifest["tables"][number]>(tablesSql);
  const { rows: references } = await client.query<Reference>(referencesSql);
  const { rows: partitions } = await client.query<Manifest["partitions"][number]>(partitionsSql);
  const kept = tables.filter(({ name }) => !ephemeral.includes(name));
  return { tables: inOrder(kept, references), partitions };
}

/** Tables after those that they refer to. @throws when two refer to each other: then rows cannot go in one by one */
function inOrder(tables: Manifest["tables"], references: readonly Reference[]): Manifest["tables"] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const ordered: Manifest["tables"] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ name }) => !references.some(({ from, to }) => from === name && left.has(to)),
    );
    if (free.length === 0) throw new Error(`These tables refer to each other: ${[...left.keys()].join(", ")}.`);
    for (const table of free) left.delete(table.name);
    ordered.push(...free);
  }
  return ordered;
}

/** SQL after which the next number of each counting column is one that no row has. */
export async function sequencesAfterRows(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly table: string; readonly column: string }>(
    `SELECT c.relname AS "table", attname AS "column" FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND attidentity <> '' ORDER BY 1, 2`,
  );
  return rows.map(({ table, column }) => {
    const sequence = `pg_get_serial_sequence(${pg.escapeLiteral(table)}, ${pg.escapeLiteral(column)})`;
    const last = `max(${pg.escapeIdentifier(column)})`;
    return `SELECT setval(${sequence}, coalesce(${last}, 1), ${last} IS NOT NULL) FROM ${pg.escapeIdentifier(table)}`;
  });
}
