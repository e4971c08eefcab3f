import type { Key, ReactNode } from "react";
import type { ChartLine, ChartRow } from "./chart-line.ts";

type DotProps = {
  readonly cx?: number | undefined;
  readonly cy?: number | undefined;
  readonly index?: number | undefined;
  readonly key?: Key | null | undefined;
};

/** Draws a dot where a value has no neighbour to be joined with; a line alone would not show it. */
export function lonePoint(rows: readonly ChartRow[], line: ChartLine) {
  return function LonePoint({ cx, cy, index, key }: DotProps): ReactNode {
    const at = index ?? -1;
    const has = (where: number) => typeof rows[where]?.[line.key] === "number";
    if (cx === undefined || cy === undefined || !has(at) || has(at - 1) || has(at + 1)) return <g key={key} />;
    return <circle key={key} cx={cx} cy={cy} r={2} fill={line.color} />;
  };
}
