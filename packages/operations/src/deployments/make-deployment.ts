import { randomUUID } from "node:crypto";
import type { ActiveDeployment } from "../environment/find-active-deployment.ts";
import { OperationError } from "../errors.ts";
import { actorName, actorUserId } from "../verb/actor-name.ts";
import type { MutationWork } from "../verb/environment-mutation.ts";

/** What publish and rollback answer, the first time and every time they are tried again. */
export type MadeDeployment = {
  readonly deploymentId: string;
  readonly kind: "publish" | "rollback";
  readonly configVersion: number;
  readonly createdAtMs: number;
};

type Work = MutationWork<{ readonly idempotencyKey: string }>;

/** Lets a version serve the environment, in place of what served before. */
export async function makeDeployment(
  { tx, ctx, input, environment, nowMs }: Work,
  fields: {
    readonly kind: "publish" | "rollback";
    readonly version: { readonly id: string; readonly number: number };
    readonly reason: string;
    readonly replaces: ActiveDeployment | null;
  },
): Promise<MadeDeployment> {
  const { kind, version, reason, replaces } = fields;
  const createdAt = new Date(nowMs);
  // First, because at most one deployment of an environment may be active.
  if (replaces) {
    await tx.deployment.update({
      where: { id: replaces.id },
      data: { state: "superseded", supersededAt: createdAt },
    });
  }
  const { id } = await tx.deployment.create({
    data: {
      id: randomUUID(),
      workspaceId: environment.workspaceId,
      environmentId: environment.id,
      configVersionId: version.id,
      kind,
      reason,
      idempotencyKey: input.idempotencyKey,
      createdById: actorUserId(ctx.actor),
      createdByName: actorName(ctx.actor),
      createdAt,
    },
  });
  return { deploymentId: id, kind, configVersion: version.number, createdAtMs: nowMs };
}

/**
 * What was answered when this idempotency key came first; null when it is new. Throws `idempotency_mismatch` when it was
 * used for something else.
 */
export async function findReplay(
  { tx, input, environment }: Work,
  isSame: (made: Awaited<ReturnType<typeof findByIdempotencyKey>> & object) => boolean,
): Promise<MadeDeployment | null> {
  const made = await findByIdempotencyKey(tx, environment.id, input.idempotencyKey);
  if (!made) return null;
  if (!isSame(made)) {
    throw new OperationError(
      "idempotency_mismatch",
      "This idempotency key was used for something else. Use a new one.",
    );
  }
  const { id, kind, configVersion, createdAt } = made;
  return { deploymentId: id, kind, configVersion: configVersion.number, createdAtMs: createdAt.getTime() };
}

function findByIdempotencyKey(tx: Work["tx"], environmentId: string, idempotencyKey: string) {
  return tx.deployment.findUnique({
    where: { environmentId_idempotencyKey: { environmentId, idempotencyKey } },
    include: { configVersion: { include: { parent: { select: { number: true } } } } },
  });
}
