import type { CellDimensions } from "./cell.ts";
import type { RequestRecord } from "./request-record.ts";

/** What a record's cell is about; `model` as it is to be counted (see `ModelNames`). */
export function dimensionsOf(record: RequestRecord, model: string): CellDimensions {
  return {
    environmentId: record.environmentId,
    route: record.route ?? "",
    model,
    upstream: record.upstream ?? "",
    configVersion: record.configVersion ?? 0,
    keyId: record.keyId ?? "",
    promptVariant: record.promptVariant ?? "",
    callerRegion: record.callerRegion ?? "",
    outcome: record.outcome,
  };
}

/** Stands for a name that was not kept apart because there were too many. */
export const otherName = "(other)";

/** Where records go when there are too many cells: only environment and outcome stay apart. */
export function collapse(dimensions: CellDimensions): CellDimensions {
  return {
    environmentId: dimensions.environmentId,
    route: otherName,
    model: otherName,
    upstream: otherName,
    configVersion: 0,
    keyId: otherName,
    promptVariant: "",
    callerRegion: "",
    outcome: dimensions.outcome,
  };
}
