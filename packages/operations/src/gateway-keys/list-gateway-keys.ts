import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { environmentVerb } from "../verb/environment-verb.ts";
import { type GatewayKeySummary, gatewayKeySummary } from "./gateway-key-summary.ts";

/** Every key the environment has or had, newest first. */
export const listGatewayKeys = environmentVerb({
  scope: "gateway-keys:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment }): Promise<GatewayKeySummary[]> => {
    const { prisma } = ctx.db;
    const nowMs = ctx.clock();
    const rows = await prisma.gatewayKey.findMany({
      where: { environmentId: environment.id },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      omit: { sha256: true, previousSha256: true },
    });
    const uses = await credentialUses(prisma, environment.id);
    return rows.map((row) => gatewayKeySummary(row, uses, nowMs));
  },
});
