import type pg from "pg";
import { readLevelStates } from "./cell-level-states.ts";
import { readGroups } from "./cell-query-sql.ts";
import type { CostQuery } from "./cell-store.ts";
import { exactSegments } from "./exact-segments.ts";

/** Longer than any time that is asked about: all of it is one step. */
const oneStepMs = 1e15;

/** Adds costs up, from the widest cells that hold the time exactly (see `exactSegments`): few rows, whatever the zone. */
export async function readCosts(pool: pg.Pool, query: CostQuery): Promise<ReadonlyMap<string, number> | null> {
  const { environmentId, fromMs, toMs, by } = query;
  const segments = exactSegments(fromMs, toMs, await readLevelStates(pool));
  if (segments === null) return null;
  const asked = { ...query, by: by === null ? [] : [by], filter: {}, histograms: [], stepMs: oneStepMs };
  const { groups } = await readGroups(pool, asked, { segments, stepMs: oneStepMs });
  const costs = new Map<string, number>();
  for (const { values, counts } of groups) {
    const value = values[0] ?? environmentId;
    costs.set(value, (costs.get(value) ?? 0) + counts.costNanoUsd);
  }
  return costs;
}
