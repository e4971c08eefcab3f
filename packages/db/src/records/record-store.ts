import type { RequestRecord } from "@meridian/metrics";
import type { RequestCosts, RequestListing, RequestQuery, RequestWindow, RunQuery } from "./request-query.ts";
import type { RequestSample } from "./request-sample.ts";
import type { RequestStory } from "./request-summary.ts";
import type { Run, RunKind, RunListing } from "./run.ts";

/** Where requests are kept. Postgres is one; a column store can be another. */
export interface RecordStore {
  /** Writing a record twice leaves it once. All of a call or none. */
  writeRecords(records: readonly RequestRecord[]): Promise<void>;
  listRequests(query: RequestQuery): Promise<RequestListing>;
  /** null when the environment has no such request. */
  getRequest(environmentId: string, id: string): Promise<RequestStory | null>;
  /** How the newest requests of a window are spread over what they can be filtered by. */
  sampleRequests(query: RequestWindow & { readonly minDurationMs?: number | undefined }): Promise<RequestSample>;
  /** Runs by their last request, newest first. */
  listRuns(query: RunQuery): Promise<RunListing>;
  /** null when nothing of it is kept. */
  getRun(query: { readonly environmentId: string; readonly key: string } & RunKind): Promise<Run | null>;
  /** Cost and tokens of the newest completed requests of a route in a window, 5,000 at most. */
  costsOf(query: RequestWindow & { readonly route: string }): Promise<RequestCosts>;
  /** Start of the oldest day that is kept, epoch ms; null when none is. */
  keptSince(): Promise<number | null>;
}
