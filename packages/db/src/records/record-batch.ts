import type { RequestRecord } from "@meridian/metrics";
import { bareArray, lines, textArray } from "./column-text.ts";
import { kindColumns, kindsOf } from "./record-kinds.ts";
import { type ReadColumn, requestColumns, requestNames } from "./request-row.ts";
import { attemptsJson, planJson } from "./stored-details.ts";

type Column = readonly [column: string, type: string, read: ReadColumn];

const all: readonly Column[] = [
  ...requestColumns.map(([column, type, , read]): Column => [column, type, read]),
  ["gave_up", "text", ({ details }) => details.gaveUp],
  ["error_message", "text", ({ details }) => details.errorMessage],
];
const names: readonly string[] = kindColumns;
const ofKinds = all.filter(([column]) => names.includes(column));
const ofRecords = all.filter(([column]) => !names.includes(column));

const namesOf = (columns: readonly Column[]): string => columns.map(([column]) => column).join(", ");

/** `from` counts parameters that stand before theirs. */
const arraysOf = (columns: readonly Column[], from: number): string =>
  columns.map(([, type], index) => `$${from + index + 1}::${type}[]`).join(", ");

/** Of JSON one a line; what an array literal would cost is told at `lines`. */
const jsonLines = (parameter: number) => `string_to_array($${parameter}, E'\\n', '')::jsonb[]`;

const [afterMs, kind, plan] = [ofKinds.length, ofKinds.length + 1, all.length + 3];

/**
 * One round trip for all tables. A batch travels as one text a column: Postgres reads those in half the time that it
 * takes to read one JSON document; and what requests have in common once for all of a kind. What went wrong, or needed more
 * than one attempt, is queued for the worker when it is written for the first time.
 */
export const insertBatch = `
  WITH kinds AS MATERIALIZED (
    SELECT * FROM unnest(${arraysOf(ofKinds, 0)}) WITH ORDINALITY AS k(${namesOf(ofKinds)}, kind)
  ), records AS MATERIALIZED (
    SELECT *, to_timestamp(($${plan + 2}::bigint + after_ms) / 1000.0) AS started_at FROM unnest(
      $${afterMs + 1}::bigint[], $${kind + 1}::bigint[], ${arraysOf(ofRecords, kind + 1)},
      ${jsonLines(plan)}, ${jsonLines(plan + 1)}
    ) AS r(after_ms, kind, ${namesOf(ofRecords)}, plan, attempts) JOIN kinds USING (kind)
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
  const { kinds, kindOf } = kindsOf(records);
  return [
    ...ofKinds.map((column) => arrayOf(kinds, column)),
    // Times by what they differ: their few digits are made into text in a third of the time.
    bareArray(records, ({ startedAtMs }) => startedAtMs - firstMs),
    bareArray(kindOf, (place) => place),
    ...ofRecords.map((column) => arrayOf(records, column)),
    lines(records, ({ details }) => planJson(details.plan)),
    lines(records, ({ details }) => attemptsJson(details.attempts)),
    `${firstMs}`,
  ];
}

const arrayOf = (records: readonly RequestRecord[], [, type, read]: Column): string =>
  type === "text" ? textArray(records, read as ReadText) : bareArray(records, read);

type ReadText = (record: RequestRecord) => string | null;
