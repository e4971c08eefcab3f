import type pg from "pg";
import type { CellWidth } from "./cell-levels.ts";
import type { LevelState, LevelStates } from "./cell-query-plan.ts";

type StateRow = {
  readonly resolution_s: CellWidth;
  readonly merged_until: Date | number | null;
  readonly kept_from: Date | null;
};

const nothingMerged: LevelState = {
  mergedUntilMs: Number.NEGATIVE_INFINITY,
  keptFromMs: Number.NEGATIVE_INFINITY,
};

/** How far cells of each width are merged, and from when on they are kept. */
export async function readLevelStates(pool: pg.Pool): Promise<LevelStates> {
  const { rows } = await pool.query<StateRow>("SELECT resolution_s, merged_until, kept_from FROM metric_compaction");
  const states: Record<CellWidth, LevelState> = {
    10: nothingMerged,
    60: nothingMerged,
    300: nothingMerged,
    3_600: nothingMerged,
    21_600: nothingMerged,
    86_400: nothingMerged,
  };
  for (const { resolution_s, merged_until, kept_from } of rows) {
    states[resolution_s] = {
      mergedUntilMs: merged_until === null ? Number.NEGATIVE_INFINITY : Number(merged_until),
      keptFromMs: kept_from?.getTime() ?? Number.NEGATIVE_INFINITY,
    };
  }
  return { ...states, 10: { ...states[10], mergedUntilMs: Number.POSITIVE_INFINITY } };
}
