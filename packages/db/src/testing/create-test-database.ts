import { randomBytes } from "node:crypto";
import pg from "pg";
import { templateDatabase, testServerVariable } from "./test-server.ts";

export type TestDatabase = {
  /** As its owner. */
  readonly url: string;
  drop(): Promise<void>;
};

/** A migrated, empty database of its own on the run's Postgres, cloned in some 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env[testServerVariable];
  if (server === undefined)
    throw new Error("There is no test Postgres: this file belongs to the integration project (*.integration.test.ts).");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const asAdmin = async (sql: string): Promise<void> => {
    const admin = new pg.Client({ connectionString: `${server}/postgres` });
    await admin.connect();
    try {
      // Cloning wants the template to itself: files that start together take turns.
      await admin.query("SELECT pg_advisory_lock(1)");
      await admin.query(sql);
    } finally {
      await admin.end();
    }
  };
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`);
  return { url: `${server}/${name}`, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
