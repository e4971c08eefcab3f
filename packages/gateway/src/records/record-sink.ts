import type { RequestRecord } from "@meridian/metrics";
import type { TraceParent } from "../server/trace-parent.ts";

/**
 * Where the request path leaves its records: exactly one for each request to an endpoint, also rejected and abandoned
 * ones. `accept` returns at once and never throws; a sink that is full drops and counts.
 *
 * `environmentId` is the empty string when the key was unknown: such a record belongs to no environment, so it may be
 * counted but neither stored nor shown to one.
 */
export interface RecordSink {
  /** `parent`: the span of the caller, which the record does not keep. */
  accept(record: RequestRecord, parent?: TraceParent | null): void;
}
