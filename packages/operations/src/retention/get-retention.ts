import {
  cellWidths,
  type InstallationRetention,
  readInstallationRetention,
  readRowUse,
  type RowUse,
} from "@meridian/db";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { choiceOf, type RetentionChoice } from "./retention-input.ts";

/** How long an environment keeps what, and what that takes. */
export type RetentionSettings = {
  readonly own: RetentionChoice;
  /** Upper bounds, in days; null while no worker has told them. */
  readonly installation: InstallationRetention | null;
  readonly requests: RowUse;
  readonly requestDetails: RowUse;
  /** By width, narrowest first. */
  readonly cells: readonly {
    readonly seconds: number;
    /** How long the installation keeps them; null while no worker has told. */
    readonly days: number | null;
    readonly use: RowUse;
  }[];
};

/** What the environment keeps, for how long, and the room it takes on disk. */
export const getRetention = environmentVerb({
  scope: "retention:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment }): Promise<RetentionSettings> => {
    const { pool, prisma } = ctx.db;
    const { id } = environment;
    const row = await prisma.environment.findUniqueOrThrow({ where: { id }, select: { retention: true } });
    const installation = await readInstallationRetention(pool);
    const cells = [];
    for (const seconds of cellWidths) {
      const days = installation?.cells[seconds] ?? null;
      cells.push({ seconds, days, use: await readRowUse(pool, seconds, id, null) });
    }
    return {
      own: choiceOf(row.retention),
      installation,
      requests: await readRowUse(pool, "requests", id, null),
      requestDetails: await readRowUse(pool, "requestDetails", id, null),
      cells,
    };
  },
});
