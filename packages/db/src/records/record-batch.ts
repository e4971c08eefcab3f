import type { RequestRecord } from "@meridian/metrics";
import type { BatchBytes } from "./batch-bytes.ts";
import { type ColumnType, writeColumn, writeJsonColumn } from "./binary-array.ts";
import { kindColumns, kindsOf } from "./record-kinds.ts";
import { type ReadColumn, requestColumns, requestNames } from "./request-row.ts";
import { writeAttempts, writePlan } from "./stored-details.ts";

type Column = readonly [column: string, type: ColumnType, read: ReadColumn];

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

const [afterMs, kind, plan] = [ofKinds.length, ofKinds.length + 1, all.length + 3];

/**
 * One round trip for all tables. A batch travels as one array a column, in Postgres' own format, and what requests
 * have in common once for all of a kind. What went wrong, or needed more
 * than one attempt, is queued for the worker when it is written for the first time.
 */
export const insertBatch = `
  WITH kinds AS MATERIALIZED (
    SELECT * FROM unnest(${arraysOf(ofKinds, 0)}) WITH ORDINALITY AS k(${namesOf(ofKinds)}, kind)
  ), records AS MATERIALIZED (
    SELECT *, to_timestamp(($${plan + 2}::bigint + after_ms) / 1000.0) AS started_at FROM unnest(
      $${afterMs + 1}::bigint[], $${kind + 1}::bigint[], ${arraysOf(ofRecords, kind + 1)},
      $${plan}::jsonb[], $${plan + 1}::jsonb[]
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

/** The parameters of `insertBatch`, which are gone when `into` takes another batch. */
export function batchOf(records: readonly RequestRecord[], into: BatchBytes): (Buffer | string)[] {
  into.clear();
  const firstMs = records[0]?.startedAtMs ?? 0;
  const { kinds, kindOf } = kindsOf(records);
  for (const [, type, read] of ofKinds) writeColumn(into, type, kinds, read);
  writeColumn(into, "bigint", records, ({ startedAtMs }) => startedAtMs - firstMs);
  writeColumn(into, "bigint", kindOf, (place) => place);
  for (const [, type, read] of ofRecords) writeColumn(into, type, records, read);
  writeJsonColumn(into, records, (page, { details }) => writePlan(page, details.plan));
  writeJsonColumn(into, records, (page, { details }) => writeAttempts(page, details.attempts));
  return [...into.columns(), `${firstMs}`];
}
