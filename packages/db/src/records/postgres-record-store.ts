import type { RequestRecord } from "@meridian/metrics";
import type pg from "pg";
import { costsOf } from "./costs-of.ts";
import { listRequests } from "./list-requests.ts";
import { getRun, listRuns } from "./list-runs.ts";
import { ensurePartitions, isMissingPartition, oldestPartitionMs } from "./partitions.ts";
import type { RecordStore } from "./record-store.ts";
import { type DetailsRow, detailsOf, type RequestRow, requestColumns, requestNames, summaryOf } from "./request-row.ts";
import { sampleRequests } from "./sample-requests.ts";
import { storableJson } from "./storable-json.ts";

const typed = requestColumns.map(([column, type]) => `${column} ${type}`).join(", ");

/**
 * One round trip for all tables: a batch travels as one JSON document. What went wrong, or needed more than one attempt, is
 * queued for the worker when it is written for the first time.
 */
const insert = `
  WITH records AS (
    SELECT * FROM json_to_recordset($1::json) AS r(started_at timestamptz, ${typed}, details json)
  ), written AS (
    INSERT INTO requests (started_at, ${requestNames}) SELECT started_at, ${requestNames} FROM records ON CONFLICT DO NOTHING
    RETURNING started_at, id, environment_id, outcome, attempt_count
  ), queued AS (
    INSERT INTO error_insight_queue (started_at, request_id, environment_id)
    SELECT started_at, id, environment_id FROM written WHERE outcome IN ('failed', 'rejected') OR attempt_count > 1
    ON CONFLICT DO NOTHING
  )
  INSERT INTO request_details (started_at, id, environment_id, plan, attempts, gave_up, error_message)
  SELECT started_at, id, environment_id, (details->'plan')::jsonb, (details->'attempts')::jsonb,
    details->>'gaveUp', details->>'errorMessage'
  FROM records ON CONFLICT DO NOTHING`;

export function createPostgresRecordStore(pool: pg.Pool): RecordStore {
  return {
    writeRecords: async (records) => {
      if (records.length === 0) return;
      const batch = storableJson(records.map(toRow));
      try {
        await pool.query(insert, [batch]);
      } catch (error) {
        if (!isMissingPartition(error)) throw error;
        await ensurePartitions(
          pool,
          records.map(({ startedAtMs }) => startedAtMs),
        );
        await pool.query(insert, [batch]);
      }
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

function toRow(record: RequestRecord): Record<string, unknown> {
  const row: Record<string, unknown> = {
    started_at: new Date(record.startedAtMs).toISOString(),
    details: record.details,
  };
  for (const [column, , field] of requestColumns) row[column] = record[field];
  return row;
}
