import type { RequestRecord } from "@meridian/metrics";
import type { RequestStory, RequestSummary } from "./request-summary.ts";

/** A position in the log, newest first: the last line that was read. */
export type RequestCursor = { readonly startedAtMs: number; readonly id: string };

export type RequestFilter = {
  readonly outcome?: RequestRecord["outcome"] | undefined;
  readonly route?: string | undefined;
  readonly upstream?: string | undefined;
};

/** Where requests are kept. Postgres is one; a column store can be another. */
export interface RecordStore {
  /** Writing a record twice leaves it once. All of a call or none. */
  writeRecords(records: readonly RequestRecord[]): Promise<void>;
  /** Newest first, at most `limit` lines after the cursor. */
  listRequests(query: {
    readonly environmentId: string;
    readonly before?: RequestCursor | undefined;
    readonly limit: number;
    readonly filter?: RequestFilter | undefined;
  }): Promise<readonly RequestSummary[]>;
  /** null when the environment has no such request. */
  getRequest(environmentId: string, id: string): Promise<RequestStory | null>;
}
