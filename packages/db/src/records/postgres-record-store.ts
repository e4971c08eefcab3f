import type { RequestRecord } from "@meridian/metrics";
import type pg from "pg";
import { ensurePartitions, isMissingPartition } from "./partitions.ts";
import type { RecordStore, RequestFilter } from "./record-store.ts";
import { type DetailsRow, detailsOf, type RequestRow, requestColumns, summaryOf } from "./request-row.ts";
import { storableJson } from "./storable-json.ts";

const names = requestColumns.map(([column]) => column).join(", ");
const typed = requestColumns.map(([column, type]) => `${column} ${type}`).join(", ");

/** One round trip for both tables: a batch travels as one JSON document. */
const insert = `
  WITH records AS (
    SELECT * FROM json_to_recordset($1::json) AS r(started_at timestamptz, ${typed}, details json)
  ), written AS (
    INSERT INTO requests (started_at, ${names}) SELECT started_at, ${names} FROM records ON CONFLICT DO NOTHING
  )
  INSERT INTO request_details (started_at, id, environment_id, plan, attempts, gave_up, error_message)
  SELECT started_at, id, environment_id, (details->'plan')::jsonb, (details->'attempts')::jsonb,
    details->>'gaveUp', details->>'errorMessage'
  FROM records ON CONFLICT DO NOTHING`;

const filterColumns = { outcome: "outcome", route: "route", upstream: "upstream" } as const satisfies Record<
  keyof RequestFilter,
  string
>;

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

    listRequests: async ({ environmentId, before, limit, filter = {} }) => {
      const values: unknown[] = [environmentId, limit];
      const parameter = (value: unknown): string => `$${values.push(value)}`;
      const conditions = ["environment_id = $1"];
      for (const [field, column] of Object.entries(filterColumns)) {
        const value = filter[field as keyof RequestFilter];
        if (value !== undefined) conditions.push(`${column} = ${parameter(value)}`);
      }
      if (before) {
        conditions.push(`(started_at, id) < (${parameter(new Date(before.startedAtMs))}, ${parameter(before.id)})`);
      }
      const { rows } = await pool.query<RequestRow>(
        `SELECT started_at, ${names} FROM requests WHERE ${conditions.join(" AND ")} ORDER BY started_at DESC, id DESC LIMIT $2`,
        values,
      );
      return rows.map(summaryOf);
    },

    getRequest: async (environmentId, id) => {
      const [found, details] = await Promise.all([
        pool.query<RequestRow>(`SELECT started_at, ${names} FROM requests WHERE environment_id = $1 AND id = $2`, [
          environmentId,
          id,
        ]),
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
