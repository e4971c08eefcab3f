import pg from "pg";

const missingDatabase = "3D000";
const madeMeanwhile: readonly unknown[] = ["42P04", "23505"];

/**
 * Resolves once the database that a URL names takes connections; makes it when the server has none of that name, through
 * the server's `postgres` database.
 *
 * @throws the driver's error when the server does not answer, refuses the password or the right to make a database
 */
export async function ensureDatabase(url: string): Promise<void> {
  try {
    await asking(url, "SELECT 1");
  } catch (error) {
    if (codeOf(error) !== missingDatabase) throw error;
    const target = new URL(url);
    const name = decodeURIComponent(target.pathname.slice(1));
    target.pathname = "/postgres";
    await asking(target.href, `CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch((failure: unknown) => {
      if (!madeMeanwhile.includes(codeOf(failure))) throw failure;
    });
  }
}

async function asking(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => {});
  }
}

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code;
