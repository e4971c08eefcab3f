import { type CellWidth, cellWidths } from "./cell-levels.ts";

/** What there is of one width. */
export type LevelState = {
  /** All windows that end at or before it are merged, epoch ms; of 10 s cells, which gateways write: everything. */
  readonly mergedUntilMs: number;
  /** Cells that start from here on are kept. */
  readonly keptFromMs: number;
};
export type LevelStates = Readonly<Record<CellWidth, LevelState>>;

/** Cells of one width that start in [fromMs, toMs). */
export type Segment = { readonly width: CellWidth; readonly fromMs: number; readonly toMs: number };

/** Which cells answer a question. */
export type QueryPlan = {
  /** Both are multiples of the step. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** The widest that is read. */
  readonly width: CellWidth;
  readonly segments: readonly Segment[];
};

type Asked = { readonly fromMs: number; readonly toMs: number; readonly stepMs: number };

/**
 * Reads the widest cells whose width divides the step, up to where they are merged, then narrower ones, down to those of
 * 10 s: few rows, and nothing missing at the end. Where cells so narrow are not kept any more, or `atLeast` asks for
 * wider ones, the step becomes the least common multiple of its width and theirs.
 */
export function planCellQuery(asked: Asked, levels: LevelStates, atLeast: CellWidth = 10): QueryPlan {
  const kept = cellWidths.filter((width) => width >= atLeast && levels[width].keptFromMs <= asked.fromMs);
  const dividing = kept.filter((width) => asked.stepMs % (width * 1_000) === 0);
  const width = dividing.at(-1) ?? kept[0] ?? 86_400;
  const stepMs = leastCommonMultiple(asked.stepMs, width * 1_000);
  const fromMs = Math.floor(asked.fromMs / stepMs) * stepMs;
  const toMs = Math.ceil(asked.toMs / stepMs) * stepMs;
  const segments: Segment[] = [];
  let readMs = fromMs;
  for (const each of cellWidths.toReversed()) {
    if (each > width) continue;
    const end = Math.min(toMs, Math.floor(levels[each].mergedUntilMs / (each * 1_000)) * each * 1_000);
    if (end <= readMs) continue;
    segments.push({ width: each, fromMs: readMs, toMs: end });
    readMs = end;
  }
  return { fromMs, toMs, stepMs, width, segments };
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
