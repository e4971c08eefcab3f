import { type EnvironmentSnapshot, environmentSnapshotSchema, usageLimitsSchema } from "@meridian/routing-config";
import type { ControlPlaneKeyring } from "@meridian/sealing";
import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";
import { type ActiveDeployment, findActiveDeployment } from "./find-active-deployment.ts";
import { overrideOf } from "./override-of.ts";
import { snapshotKeys } from "./snapshot-keys.ts";
import type { EnvironmentRow } from "./require-environment.ts";

/**
 * Composes and signs all that a gateway needs to serve the environment, one serial after the last. To be called with the
 * environment locked, or two writers would give out one serial. Throws `sealed_otherwise` naming the secrets that do not
 * open, unless these are to be left out: then their upstreams have no credential until they are set anew.
 */
export async function writeEnvironmentSnapshot(
  tx: Transaction,
  about: {
    readonly keys: ControlPlaneKeyring;
    readonly environment: EnvironmentRow;
    readonly nowMs: number;
    readonly leaveOutUnreadable?: boolean;
  },
): Promise<void> {
  const { keys, environment, nowMs, leaveOutUnreadable = false } = about;
  const environmentId = environment.id;
  const where = { environmentId };
  const previous = await tx.environmentSnapshot.findUnique({ where, select: { serial: true } });
  const serial = Number(previous?.serial ?? 0n) + 1;
  const gatewayKeys = await tx.gatewayKey.findMany({ where: { ...where, revokedAt: null }, orderBy: { id: "asc" } });
  const overrides = await tx.override.findMany({
    where: { ...where, cancelledAt: null, expiresAt: { gt: new Date(nowMs) } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const stored = await tx.secret.findMany({ where, orderBy: { name: "asc" } });
  const { secrets, unreadable } = reseal(stored, keys, environmentId);
  if (unreadable.length > 0 && !leaveOutUnreadable) throw unreadableSecrets(unreadable, environment.name);

  const workspace = { where: { id: environment.workspaceId }, select: { limits: true } };
  const limits = usageLimitsSchema.parse((await tx.workspace.findUniqueOrThrow(workspace)).limits ?? {});

  const snapshot: EnvironmentSnapshot = {
    format: 1,
    workspaceId: environment.workspaceId,
    environmentId,
    environmentName: environment.name,
    serial,
    issuedAtMs: nowMs,
    ...(Object.keys(limits).length > 0 && { workspaceLimits: limits }),
    deployment: servedBy(await findActiveDeployment(tx, environmentId)),
    keys: gatewayKeys.flatMap((key) => snapshotKeys(key, nowMs)),
    overrides: overrides.map(overrideOf),
    secrets,
  };
  const payload = new TextEncoder().encode(JSON.stringify(environmentSnapshotSchema.parse(snapshot)));
  const written = { serial: BigInt(serial), payload, signature: keys.gateway.signSnapshot(payload) };
  await tx.environmentSnapshot.upsert({ where, create: { ...where, ...written }, update: written });
}

type StoredSecret = { readonly name: string; readonly sealed: Uint8Array; readonly allowedHosts: string[] };

/** Secrets sealed to the gateways, and the names of those that do not open with this master key. */
function reseal(stored: readonly StoredSecret[], keys: ControlPlaneKeyring, environmentId: string) {
  const secrets: EnvironmentSnapshot["secrets"][number][] = [];
  const unreadable: string[] = [];
  for (const { name, sealed, allowedHosts } of stored) {
    let value: string;
    try {
      value = keys.openStored(sealed, environmentId, name);
    } catch {
      unreadable.push(name);
      continue;
    }
    const resealed = keys.gateway.sealSecret(value, environmentId, name);
    secrets.push({ name, sealed: Buffer.from(resealed).toString("base64"), allowedHosts });
  }
  return { secrets, unreadable };
}

function unreadableSecrets(names: readonly string[], environment: string): OperationError {
  const which = `${names.length === 1 ? "the secret" : "the secrets"} ${names.join(", ")} of ${environment}`;
  return new OperationError(
    "sealed_otherwise",
    `Nothing was changed: ${which} cannot be opened with this master key. Start Meridian with the master key that it was stored under (MERIDIAN_MASTER_KEY, or keys.json in the data folder), or set it anew.`,
  );
}

function servedBy(deployment: ActiveDeployment | null): EnvironmentSnapshot["deployment"] {
  if (!deployment) return null;
  const { id: configVersionId, number: configVersion, sha256, yaml } = deployment.configVersion;
  return { id: deployment.id, configVersionId, configVersion, sha256, yaml };
}
