import { createTestDatabase } from "@meridian/db/testing";
import { openOperations, type Operations } from "../open-operations.ts";

/** Verbs on a database of their own, with a clock that stands until a test moves it. */
export type TestOperations = {
  readonly operations: Operations;
  /** To open more processes on the same database with. */
  readonly databaseUrl: string;
  readonly world: { nowMs: number };
  readonly close: () => Promise<void>;
};

/** 64 hex digits. */
export const testMasterKey = "0123456789abcdef".repeat(4);

/** Opens verbs on a fresh, migrated database. */
export async function openTestOperations(): Promise<TestOperations> {
  const database = await createTestDatabase();
  const world = { nowMs: Date.UTC(2026, 2, 4, 15, 5) };
  const options = { databaseUrl: database.url, masterKey: testMasterKey, clock: () => world.nowMs, poolMax: 5 };
  const operations = openOperations(options);
  return {
    operations,
    databaseUrl: database.url,
    world,
    close: async () => {
      await operations.close();
      await database.drop();
    },
  };
}
