import type pg from "pg";
import { cellWidths } from "./cell-levels.ts";
import { readLevelStates } from "./cell-level-states.ts";
import { planCellQuery, type QueryPlan } from "./cell-query-plan.ts";
import { countRows, readGroups } from "./cell-query-sql.ts";
import type { CellQuery, CellQueryResult } from "./cell-store.ts";

/** About what is read, added up and handed on in 150 ms. */
const maxRows = 60_000;

/** Windows of which the rows are counted to guess the number of all. */
const sampledWindows = 5;

/**
 * Adds cells up by step, group and outcome, from the widest cells that fit the step (see `planCellQuery`) and the
 * smallest view that has the dimensions (see `cellViews`). A question that would read more than about 60,000 rows is
 * answered in wider steps.
 */
export async function queryCells(pool: pg.Pool, query: CellQuery): Promise<CellQueryResult> {
  const levels = await readLevelStates(pool);
  let plan = planCellQuery(query, levels);
  for (const wider of cellWidths.filter((width) => width > plan.width)) {
    if ((await guessRows(pool, query, plan)) <= maxRows) break;
    plan = planCellQuery(query, levels, wider);
  }
  const { fromMs, toMs, stepMs, width } = plan;
  return { fromMs, toMs, stepMs, width, ...(await readGroups(pool, query, plan)) };
}

/** Of its longest segment, from the rows of a few windows. */
async function guessRows(pool: pg.Pool, query: CellQuery, { segments }: QueryPlan): Promise<number> {
  const windows = segments.map(({ width, fromMs, toMs }) => (Math.min(toMs, query.toMs) - fromMs) / (width * 1_000));
  const most = Math.max(0, ...windows);
  const segment = segments[windows.indexOf(most)];
  if (!segment) return 0;
  const count = Math.min(sampledWindows, Math.ceil(most));
  const starts = Array.from({ length: count }, (_, index) => {
    const window = Math.floor(((index + 0.5) * most) / count);
    return segment.fromMs + window * segment.width * 1_000;
  });
  return ((await countRows(pool, query, segment.width, starts)) / count) * most;
}
