import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { type SecretSummary, secretSummary } from "./secret-summary.ts";

/** The environment's secrets by name, without their values. */
export const listSecrets = environmentVerb({
  scope: "secrets:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment }): Promise<SecretSummary[]> => {
    const rows = await ctx.db.prisma.secret.findMany({
      where: { environmentId: environment.id },
      orderBy: { name: "asc" },
      omit: { sealed: true },
    });
    return rows.map(secretSummary);
  },
});
