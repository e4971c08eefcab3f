import { z } from "zod";
import { idempotencyKey } from "../deployments/idempotency-key.ts";
import { findReplay, makeDeployment } from "../deployments/make-deployment.ts";
import { findActiveDeployment } from "../environment/find-active-deployment.ts";
import { OperationError } from "../errors.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { requireValidConfig } from "./require-valid-config.ts";

/**
 * Lets a version that served the environment before serve it again, by a new deployment. Throws `conflict` when it serves
 * already, `not_found` when it never did, and `config_rejected` when it does not compile with today's secrets.
 */
export const rollBack = environmentMutation({
  scope: "routing-config:roll-back",
  input: z.object({
    environmentId: z.uuid(),
    toVersion: z.number().int().positive(),
    reason: z.string().trim().min(1, "Say why, so that others know.").max(500),
    idempotencyKey,
  }),
  run: async (work) => {
    const { tx, input, environment } = work;
    const { toVersion, reason } = input;
    const replay = await findReplay(
      work,
      (made) => made.kind === "rollback" && made.reason === reason && made.configVersion.number === toVersion,
    );
    if (replay) return { result: replay, audit: null };

    const active = await findActiveDeployment(tx, environment.id);
    if (active?.configVersion.number === toVersion) {
      throw new OperationError("conflict", `Version ${toVersion} serves ${environment.name} already.`);
    }
    const version = await tx.configVersion.findFirst({
      where: {
        workspaceId: environment.workspaceId,
        number: toVersion,
        deployments: { some: { environmentId: environment.id } },
      },
    });
    if (!version) throw new OperationError("not_found", `Version ${toVersion} never served ${environment.name}.`);
    await requireValidConfig(tx, environment.id, version.yaml);
    const result = await makeDeployment(work, { kind: "rollback", version, reason, replaces: active });
    return {
      result,
      audit: {
        action: "routing-config.roll-back",
        target: { kind: "deployment", id: result.deploymentId },
        before: active && { configVersion: active.configVersion.number },
        after: { configVersion: toVersion, reason },
      },
    };
  },
});
