import type { RequestRecord } from "@meridian/metrics";
import { requestColumns, requestNames } from "./request-row.ts";
import { storableJson } from "./storable-json.ts";
import { storableText } from "./storable-text.ts";

const columns = [
  ["started_at", "timestamptz"],
  ...requestColumns.map(([column, type]) => [column, type] as const),
  ["plan", "jsonb"],
  ["attempts", "jsonb"],
  ["gave_up", "text"],
  ["error_message", "text"],
] as const;

/**
 * One round trip for all tables. A batch travels as one array a column: Postgres reads those in half the time that it
 * takes to read one JSON document. What went wrong, or needed more than one attempt, is queued for the worker when it is
 * written for the first time.
 */
export const insertBatch = `
  WITH records AS MATERIALIZED (
    SELECT * FROM unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(", ")})
      AS r(${columns.map(([column]) => column).join(", ")})
  ), written AS (
    INSERT INTO requests (started_at, ${requestNames}) SELECT started_at, ${requestNames} FROM records ON CONFLICT DO NOTHING
    RETURNING started_at, id, environment_id, outcome, attempt_count
  ), queued AS (
    INSERT INTO error_insight_queue (started_at, request_id, environment_id)
    SELECT started_at, id, environment_id FROM written WHERE outcome IN ('failed', 'rejected') OR attempt_count > 1
    ON CONFLICT DO NOTHING
  )
  INSERT INTO request_details (started_at, id, environment_id, plan, attempts, gave_up, error_message)
  SELECT started_at, id, environment_id, plan, attempts, gave_up, error_message FROM records ON CONFLICT DO NOTHING`;

/** The parameters of `insertBatch`. */
export function batchOf(records: readonly RequestRecord[]): unknown[][] {
  return [
    records.map(({ startedAtMs }) => new Date(startedAtMs).toISOString()),
    ...requestColumns.map(([, type, field]) =>
      records.map((record) => {
        const value = record[field];
        return type === "text" && typeof value === "string" ? storableText(value) : value;
      }),
    ),
    records.map(({ details }) => details.plan && storableJson(details.plan)),
    records.map(({ details }) => storableJson(details.attempts)),
    records.map(({ details }) => details.gaveUp),
    records.map(({ details }) => details.errorMessage && storableText(details.errorMessage)),
  ];
}
