import { createPostgresRecordStore } from "@meridian/db";
import type { RecordStorage } from "../records/record-storage.ts";

/** Makes of records what a database's driver is given, and tells how many bytes that is instead of sending it. */
export function dryRecordStorage(told: (bytes: number) => void): RecordStorage {
  const driver = {
    async query(_statement: string, parameters: readonly unknown[]) {
      for (const parameter of parameters)
        told(Buffer.isBuffer(parameter) ? parameter.length : Buffer.byteLength(String(parameter)));
    },
  };
  const store = createPostgresRecordStore(driver as unknown as Parameters<typeof createPostgresRecordStore>[0]);
  return { write: (records) => store.writeRecords(records), isRefusal: () => false };
}
