import {
  CellCompactor,
  type Database,
  dropOldCells,
  dropOldInsights,
  dropOldPartitions,
  EnvironmentRows,
  ensureUpcomingPartitions,
  eraseDeletedEnvironments,
  type InstallationRetention,
  writeInstallationRetention,
} from "@meridian/db";
import { createErrorAbsorber, dropExpiredSessions } from "@meridian/operations";
import type { Duty } from "./duty.ts";

/** A worker that is away for the rest of the week leaves days enough. */
const daysAhead = 7;

const minuteMs = 60_000;

/** All that the worker does, in the order in which it is done when everything is due. */
export function createDuties(
  database: Database,
  retention: InstallationRetention,
  clock: () => number,
): readonly Duty[] {
  const { pool } = database;
  const compactor = new CellCompactor(pool);
  const environmentRows = new EnvironmentRows(pool);
  const absorbErrors = createErrorAbsorber(database);
  return [
    {
      name: "deleted environments",
      everyMs: minuteMs,
      run: async () => {
        const erased = await eraseDeletedEnvironments(pool, clock());
        return erased === 0 ? null : `${erased} rows of deleted environments erased`;
      },
    },
    {
      name: "partitions",
      everyMs: 60 * minuteMs,
      run: async () => {
        await ensureUpcomingPartitions(pool, clock(), daysAhead);
        return null;
      },
    },
    {
      name: "compaction",
      everyMs: 10_000,
      run: async () => {
        const written = await compactor.compact(clock(), retention.cells);
        return written === 0 ? null : `${written} cells compacted`;
      },
    },
    {
      name: "error insights",
      everyMs: 5_000,
      run: async () => {
        const { counted, moved, refused } = await absorbErrors(clock());
        if (counted + moved === 0) return null;
        const news = `${counted} errors counted, ${moved} insights changed their state`;
        const [first] = refused;
        if (!first) return news;
        return `${news}, ${refused.length} left out, the first of request ${first.requestId}: ${first.reason}`;
      },
    },
    {
      name: "retention",
      everyMs: 60 * minuteMs,
      run: async () => {
        const nowMs = clock();
        // The workspace shows it as the most that an environment may choose.
        await writeInstallationRetention(pool, retention);
        const dropped = await dropOldPartitions(pool, nowMs, {
          requests: retention.requests,
          request_details: retention.requestDetails,
        });
        const cells = await dropOldCells(pool, nowMs, retention.cells);
        const rows = await environmentRows.drop(nowMs);
        const insights = await dropOldInsights(pool, nowMs, {
          countDays: retention.cells[300],
          insightDays: retention.cells[3_600],
        });
        const sessions = await dropExpiredSessions({ parts: { db: database, clock } });
        const counts = [
          [cells, "cells"],
          [rows, "rows"],
          [insights, "error insights"],
          [sessions, "sessions"],
        ] as const;
        const news = [...dropped, ...counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]))];
        return news.length === 0 ? null : `${news.join(", ")} dropped`;
      },
    },
  ];
}
