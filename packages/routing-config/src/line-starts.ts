import type { Position } from "./diagnostic.ts";

/** Offsets at which the lines of the text begin. Lines end with `\n`, as in editors. */
export const lineStartsOf = (text: string): readonly number[] => {
  const starts = [0];
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
};

/** Line and column of an offset within the text. */
export const positionAt = (offset: number, lineStarts: readonly number[]): Position => {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1, offset };
};
