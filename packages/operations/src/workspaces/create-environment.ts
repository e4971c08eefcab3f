import { z } from "zod";
import { OperationError } from "../errors.ts";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { addEnvironment } from "./found-workspace.ts";
import { environmentName } from "./names.ts";
import { requireFreeEnvironmentName } from "./require-free-environment-name.ts";

/** Gateways hold all environments in memory. */
const most = 20;

/** Makes an environment with its own keys, secrets, deployments and metrics: none yet. Throws `conflict` for a taken name. */
export const createEnvironment = workspaceMutation({
  scope: "workspace:write",
  input: z.object({ workspaceId: z.uuid(), name: environmentName }),
  run: async ({ tx, ctx, input: { name } }) => {
    const { workspaceId } = ctx;
    await requireFreeEnvironmentName(tx, workspaceId, name);
    if ((await tx.environment.count({ where: { workspaceId } })) >= most) {
      throw new OperationError("conflict", `A workspace has at most ${most} environments.`);
    }
    const id = await addEnvironment(tx, ctx, workspaceId, name);
    const target = { kind: "environment", id };
    return {
      result: { environmentId: id, name },
      audit: { action: "environment.create", target, before: null, after: { name } },
    };
  },
});
