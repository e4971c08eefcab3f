import {
  CellCompactor,
  type Database,
  dropOldCells,
  dropOldPartitions,
  EnvironmentRows,
  ensureUpcomingPartitions,
  type InstallationRetention,
  writeInstallationRetention,
} from "@meridian/db";
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
  return [
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
        const news = [...dropped, ...(cells === 0 ? [] : [`${cells} cells`]), ...(rows === 0 ? [] : [`${rows} rows`])];
        return news.length === 0 ? null : `${news.join(", ")} dropped`;
      },
    },
  ];
}
