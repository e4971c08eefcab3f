import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { environmentVerb } from "../verb/environment-verb.ts";
import { secretReferences } from "./secret-references.ts";
import { type SecretSummary, secretSummary } from "./secret-summary.ts";

/** The environment's secrets by name, without their values. */
export const listSecrets = environmentVerb({
  scope: "secrets:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment }): Promise<SecretSummary[]> => {
    const { prisma } = ctx.db;
    const rows = await prisma.secret.findMany({
      where: { environmentId: environment.id },
      orderBy: { name: "asc" },
      omit: { sealed: true },
    });
    const uses = await credentialUses(prisma, environment.id);
    const references = await secretReferences(prisma, environment.id);
    return rows.map((row) => secretSummary(row, uses, references));
  },
});
