import type { RequestRecord } from "@meridian/metrics";

/** Where records end up. Writing a record twice leaves it once. */
export interface RecordStorage {
  write(records: readonly RequestRecord[]): Promise<void>;
  /** Whether `write` failed for what the records say (they can never be written), not for the state of the store. */
  isRefusal(error: unknown): boolean;
}
