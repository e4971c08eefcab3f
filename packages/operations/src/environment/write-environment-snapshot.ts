import { type EnvironmentSnapshot, environmentSnapshotSchema } from "@meridian/routing-config";
import type { ControlPlaneKeyring } from "@meridian/sealing";
import type { Transaction } from "../operation-context.ts";
import { type ActiveDeployment, findActiveDeployment } from "./find-active-deployment.ts";
import { overrideOf } from "./override-of.ts";
import type { EnvironmentRow } from "./require-environment.ts";

/**
 * Composes and signs all that a gateway needs to serve the environment, one serial after the last. To be called with the
 * environment locked, or two writers would give out one serial.
 */
export async function writeEnvironmentSnapshot(
  tx: Transaction,
  about: { readonly keys: ControlPlaneKeyring; readonly environment: EnvironmentRow; readonly nowMs: number },
): Promise<void> {
  const { keys, environment, nowMs } = about;
  const environmentId = environment.id;
  const where = { environmentId };
  const previous = await tx.environmentSnapshot.findUnique({ where, select: { serial: true } });
  const serial = Number(previous?.serial ?? 0n) + 1;
  const gatewayKeys = await tx.gatewayKey.findMany({ where: { ...where, revokedAt: null }, orderBy: { id: "asc" } });
  const overrides = await tx.override.findMany({
    where: { ...where, cancelledAt: null, expiresAt: { gt: new Date(nowMs) } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const secrets = await tx.secret.findMany({ where, orderBy: { name: "asc" } });

  const snapshot: EnvironmentSnapshot = {
    format: 1,
    workspaceId: environment.workspaceId,
    environmentId,
    environmentName: environment.name,
    serial,
    issuedAtMs: nowMs,
    deployment: servedBy(await findActiveDeployment(tx, environmentId)),
    keys: gatewayKeys.map(({ id, name, sha256, routes, expiresAt }) => {
      return { id, name, sha256, routes, expiresAtMs: expiresAt?.getTime() ?? null };
    }),
    overrides: overrides.map(overrideOf),
    secrets: secrets.map(({ name, sealed, allowedHosts }) => {
      const value = keys.openStored(sealed, environmentId, name);
      const resealed = keys.gateway.sealSecret(value, environmentId, name);
      return { name, sealed: Buffer.from(resealed).toString("base64"), allowedHosts };
    }),
  };
  const payload = new TextEncoder().encode(JSON.stringify(environmentSnapshotSchema.parse(snapshot)));
  const written = { serial: BigInt(serial), payload, signature: keys.gateway.signSnapshot(payload) };
  await tx.environmentSnapshot.upsert({ where, create: { ...where, ...written }, update: written });
}

function servedBy(deployment: ActiveDeployment | null): EnvironmentSnapshot["deployment"] {
  if (!deployment) return null;
  const { id: configVersionId, number: configVersion, sha256, yaml } = deployment.configVersion;
  return { id: deployment.id, configVersionId, configVersion, sha256, yaml };
}
