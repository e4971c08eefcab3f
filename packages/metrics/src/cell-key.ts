import type { Cell, CellDimensions, CellSource } from "./cell.ts";

/** No name may hold it, so that two different cells never share a key. */
const separator = "\u001f";

/** What makes a cell the same cell: source, start and dimensions. Two cells with one key replace each other. */
export function cellKey(cell: Omit<Cell, "counts">): string {
  return `${cell.instanceId}${separator}${cell.epoch}${separator}${cell.startMs}${separator}${dimensionsKey(cell)}`;
}

function dimensionsKey(cell: CellDimensions & CellSource): string {
  return [
    cell.environmentId,
    cell.route,
    cell.model,
    cell.upstream,
    cell.configVersion,
    cell.keyId,
    cell.promptVariant,
    cell.callerRegion,
    cell.outcome,
  ].join(separator);
}
