import type pg from "pg";
import { type DetailsRow, detailsOf, type RequestRow, requestColumns, summaryOf } from "../records/request-row.ts";
import type { RequestStory } from "../records/request-summary.ts";
import type { StoredAttempts } from "../records/stored-details.ts";

/** A queued request with the workspace that it belongs to. */
export type QueuedError = RequestStory & { readonly workspaceId: string };

type Row = RequestRow &
  Omit<DetailsRow, "attempts"> & { readonly workspace_id: string; readonly attempts: StoredAttempts | null };

const columns = ["started_at", ...requestColumns.map(([column]) => column)].map((column) => `r.${column}`).join(", ");

/**
 * Takes up to `limit` requests off the queue, oldest first. They are back on it unless the transaction of `client` commits.
 * Those of an environment that is no more, or of a day that is kept no longer, are dropped.
 *
 * @returns how many were taken, and what is still known of them
 */
export async function takeQueuedErrors(
  client: pg.ClientBase,
  limit: number,
): Promise<{ readonly taken: number; readonly errors: readonly QueuedError[] }> {
  const { rows: taken } = await client.query<{ readonly started_at: Date; readonly request_id: string }>(
    `DELETE FROM error_insight_queue q USING (
       SELECT started_at, request_id FROM error_insight_queue ORDER BY started_at, request_id LIMIT $1 FOR UPDATE SKIP LOCKED
     ) oldest WHERE q.started_at = oldest.started_at AND q.request_id = oldest.request_id
     RETURNING q.started_at, q.request_id`,
    [limit],
  );
  const { rows } = await client.query<Row>(
    `SELECT ${columns}, e.workspace_id, d.plan, d.attempts, d.gave_up, d.error_message
     FROM unnest($1::timestamptz[], $2::uuid[]) AS t(started_at, id)
     JOIN requests r ON r.started_at = t.started_at AND r.id = t.id
     JOIN environments e ON e.id = r.environment_id
     LEFT JOIN request_details d ON d.started_at = t.started_at AND d.id = t.id
     ORDER BY r.started_at, r.id`,
    [taken.map((row) => row.started_at), taken.map((row) => row.request_id)],
  );
  return {
    taken: taken.length,
    errors: rows.map((row) => ({
      ...summaryOf(row),
      workspaceId: row.workspace_id,
      details: row.attempts === null ? null : detailsOf({ ...row, attempts: row.attempts }),
    })),
  };
}
