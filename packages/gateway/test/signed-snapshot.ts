import { createHmac } from "node:crypto";
import type { EnvironmentSnapshot } from "@meridian/routing-config";
import type { SignedSnapshot } from "../src/control-plane/control-plane.ts";

export const environmentId = "6f3c1b1e-8d53-4c54-9d0a-3f3f6f0a0001";
const deploymentId = "6f3c1b1e-8d53-4c54-9d0a-3f3f6f0a0002";
const versionId = "6f3c1b1e-8d53-4c54-9d0a-3f3f6f0a0003";
const workspaceId = "6f3c1b1e-8d53-4c54-9d0a-3f3f6f0a0004";

/** A snapshot that serves `yaml` as version `serial`. */
export function snapshotOf(
  serial: number,
  fields: Partial<EnvironmentSnapshot> & { readonly yaml?: string } = {},
): EnvironmentSnapshot {
  const { yaml = "version: 1\n", ...rest } = fields;
  return {
    format: 1,
    workspaceId,
    environmentId,
    environmentName: "production",
    serial,
    issuedAtMs: 1_000,
    deployment: { id: deploymentId, configVersionId: versionId, configVersion: serial, sha256: "0".repeat(64), yaml },
    keys: [],
    overrides: [],
    secrets: [],
    ...rest,
  };
}

const hmac = (bytes: Uint8Array): Buffer => createHmac("sha256", "test").update(bytes).digest();

/** Signs as a control plane would, with a key of the test. */
export function sign(snapshot: EnvironmentSnapshot): SignedSnapshot {
  const payload = Buffer.from(JSON.stringify(snapshot));
  return { environmentId: snapshot.environmentId, serial: snapshot.serial, payload, signature: hmac(payload) };
}

export function verify(payload: Uint8Array, signature: Uint8Array): boolean {
  return hmac(payload).equals(signature);
}
