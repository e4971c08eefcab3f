import { Prisma, readInstallationRetention } from "@meridian/db";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { boundsOf, choiceOf, type RetentionChoice, retentionChoice, retentionOf } from "./retention-input.ts";

const kinds = ["requests", "requestDetails", "cells"] as const satisfies readonly (keyof RetentionChoice)[];

/**
 * Chooses how long the environment keeps what; the worker deletes the rest within the hour. Throws `invalid_input` for
 * more than the installation keeps. The audit log is kept for ever, whatever is chosen.
 */
export const setRetention = environmentMutation({
  scope: "retention:write",
  input: z.object({ environmentId: z.uuid(), days: retentionChoice }),
  run: async ({ tx, ctx, input, environment }) => {
    const { days } = input;
    const installation = await readInstallationRetention(ctx.db.pool);
    const bounds = installation && boundsOf(installation);
    for (const kind of kinds) {
      const chosen = days[kind];
      if (bounds === null || chosen === null || chosen <= bounds[kind]) continue;
      throw new OperationError(
        "invalid_input",
        `${kind}: this installation keeps them for ${bounds[kind]} days at most.`,
      );
    }
    const where = { id: environment.id };
    const row = await tx.environment.findUniqueOrThrow({ where, select: { retention: true } });
    const before = choiceOf(row.retention);
    if (kinds.every((kind) => before[kind] === days[kind])) return { result: days, audit: null };
    await tx.environment.update({ where, data: { retention: retentionOf(days) ?? Prisma.DbNull } });
    const asFields = ({ requests, requestDetails, cells }: RetentionChoice) => {
      return { requestsDays: requests, requestDetailsDays: requestDetails, cellsDays: cells };
    };
    return {
      result: days,
      audit: {
        action: "retention.set",
        target: { kind: "environment", id: environment.id },
        before: { name: environment.name, ...asFields(before) },
        after: { name: environment.name, ...asFields(days) },
      },
    };
  },
});
