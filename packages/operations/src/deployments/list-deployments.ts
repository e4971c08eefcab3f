import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { type DeploymentMark, deploymentMark } from "./deployment-mark.ts";

const most = 500;

/** Deployments that began between two moments (the second excluded), oldest first; of more than 500 the newest 500. */
export const listDeployments = environmentVerb({
  scope: "deployments:read",
  input: z
    .object({ environmentId: z.uuid(), fromMs: z.number().int().nonnegative(), toMs: z.number().int().nonnegative() })
    .refine(({ fromMs, toMs }) => fromMs < toMs, "fromMs must lie before toMs."),
  run: async ({ ctx, input, environment }): Promise<DeploymentMark[]> => {
    const rows = await ctx.db.prisma.deployment.findMany({
      where: { environmentId: environment.id, createdAt: { gte: new Date(input.fromMs), lt: new Date(input.toMs) } },
      orderBy: { createdAt: "desc" },
      take: most,
      include: { configVersion: { select: { number: true } } },
    });
    return rows.map(deploymentMark).reverse();
  },
});
