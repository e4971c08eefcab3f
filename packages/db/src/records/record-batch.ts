import type { RequestRecord } from "@meridian/metrics";
import { bareArray, lines, textArray } from "./column-text.ts";
import { type ReadColumn, requestColumns, requestNames } from "./request-row.ts";
import { attemptsJson, planJson } from "./details-json.ts";

const details = [
  ["gave_up", "text"],
  ["error_message", "text"],
] as const;

const columns = [["after_ms", "bigint"], ...requestColumns, ...details] as const;

/** Of JSON one a line; what an array literal would cost is told at `lines`. */
const jsonLines = (parameter: number) => `string_to_array($${parameter}, E'\\n', '')::jsonb[]`;

/**
 * One round trip for all tables. A batch travels as one text a column: Postgres reads those in half the time that it
 * takes to read one JSON document. What went wrong, or needed more than one attempt, is queued for the worker when it is
 * written for the first time.
 */
export const insertBatch = `
  WITH records AS MATERIALIZED (
    SELECT *, to_timestamp(($${columns.length + 3}::bigint + after_ms) / 1000.0) AS started_at FROM unnest(
      ${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(", ")},
      ${jsonLines(columns.length + 1)}, ${jsonLines(columns.length + 2)}
    ) AS r(${columns.map(([column]) => column).join(", ")}, plan, attempts)
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
export function batchOf(records: readonly RequestRecord[]): string[] {
  const firstMs = records[0]?.startedAtMs ?? 0;
  return [
    // Times by what they differ: their few digits are made into text in a third of the time.
    bareArray(records, ({ startedAtMs }) => startedAtMs - firstMs),
    ...requestColumns.map(([, type, , reader]) => {
      const read: ReadColumn = reader;
      return type === "text" ? textArray(records, read as ReadText) : bareArray(records, read);
    }),
    textArray(records, ({ details }) => details.gaveUp),
    textArray(records, ({ details }) => details.errorMessage),
    lines(records, ({ details }) => planJson(details.plan)),
    lines(records, ({ details }) => attemptsJson(details.attempts)),
    `${firstMs}`,
  ];
}

type ReadText = (record: RequestRecord) => string | null;
