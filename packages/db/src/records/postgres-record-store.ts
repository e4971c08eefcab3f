import type { RequestRecord } from "@meridian/metrics";
import type pg from "pg";
import { BatchBytes } from "./batch-bytes.ts";
import { costsOf } from "./costs-of.ts";
import { listRequests } from "./list-requests.ts";
import { getRun, listRuns } from "./list-runs.ts";
import { ensurePartitions, isMissingPartition, oldestPartitionMs } from "./partitions.ts";
import { refusedCode } from "./binary-array.ts";
import { batchOf, insertBatch } from "./record-batch.ts";
import type { RecordStore } from "./record-store.ts";
import { type DetailsRow, detailsOf, type RequestRow, requestNames, summaryOf } from "./request-row.ts";
import { sampleRequests } from "./sample-requests.ts";

export function createPostgresRecordStore(pool: pg.Pool): RecordStore {
  /** Of the last batch, until the next one takes it. */
  let spare: BatchBytes | null = null;

  const insert = async (records: readonly RequestRecord[], bytes: BatchBytes): Promise<void> => {
    const batch = wholeBatchOf(records, bytes);
    try {
      await pool.query(insertBatch, batch);
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      await ensurePartitions(
        pool,
        records.map(({ startedAtMs }) => startedAtMs),
      );
      await pool.query(insertBatch, batch);
    }
  };

  return {
    writeRecords: async (records) => {
      if (records.length === 0) return;
      const bytes = spare ?? new BatchBytes();
      spare = null;
      await insert(records, bytes);
      // Of a query that failed the driver may still have what it would have sent.
      if (bytes.isWorthKeeping) spare = bytes;
    },

    listRequests: (query) => listRequests(pool, query),
    sampleRequests: (query) => sampleRequests(pool, query),
    listRuns: (query) => listRuns(pool, query),
    getRun: (query) => getRun(pool, query),
    costsOf: (query) => costsOf(pool, query),
    keptSince: () => oldestPartitionMs(pool),

    getRequest: async (environmentId, id) => {
      const [found, details] = await Promise.all([
        pool.query<RequestRow>(
          `SELECT started_at, ${requestNames} FROM requests WHERE environment_id = $1 AND id = $2`,
          [environmentId, id],
        ),
        pool.query<DetailsRow>(
          "SELECT plan, attempts, gave_up, error_message FROM request_details WHERE environment_id = $1 AND id = $2",
          [environmentId, id],
        ),
      ]);
      const [row] = found.rows;
      if (!row) return null;
      const [detailsRow] = details.rows;
      return { ...summaryOf(row), details: detailsRow ? detailsOf(detailsRow) : null };
    },
  };
}

/** A record that is not whole, against its type, is refused like one that Postgres does not take: it would hold up all others. */
function wholeBatchOf(records: readonly RequestRecord[], bytes: BatchBytes): (Buffer | string)[] {
  try {
    return batchOf(records, bytes);
  } catch (fault) {
    throw Object.assign(fault instanceof Error ? fault : new Error(String(fault)), { code: refusedCode });
  }
}
