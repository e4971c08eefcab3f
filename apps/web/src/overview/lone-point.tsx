import type { ChartLine, ChartRow } from "./chart-line.ts";

/** Draws a dot where a value has no neighbour to be joined with; a line alone would not show it. */
export function lonePoint(rows: readonly ChartRow[], line: ChartLine) {
  return function LonePoint({ cx, cy, index, key }: { cx?: number; cy?: number; index?: number; key?: React.Key | null }) {
    const at = index ?? -1;
    const has = (where: number) => typeof rows[where]?.[line.key] === "number";
    if (cx === undefined || cy === undefined || !has(at) || has(at - 1) || has(at + 1)) return <g key={key} />;
    return <circle key={key} cx={cx} cy={cy} r={2} fill={line.color} />;
  };
}
