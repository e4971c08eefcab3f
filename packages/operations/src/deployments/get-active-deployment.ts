import { z } from "zod";
import { findActiveDeployment } from "../environment/find-active-deployment.ts";
import { type ConfigVersionContent, configVersionContent } from "../routing-config/config-version-content.ts";
import { environmentVerb } from "../verb/environment-verb.ts";
import { type DeploymentMark, deploymentMark } from "./deployment-mark.ts";

/** What serves the environment now, with its text; null before the first publish. */
export const getActiveDeployment = environmentVerb({
  scope: "deployments:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment }): Promise<{ deployment: DeploymentMark; version: ConfigVersionContent } | null> => {
    const active = await findActiveDeployment(ctx.db.prisma, environment.id);
    return active && { deployment: deploymentMark(active), version: configVersionContent(active.configVersion) };
  },
});
