import { deriveGatewayKey } from "./derive-gateway-key.ts";
import { deriveKey } from "./derive-key.ts";
import { type GatewayKeyring, gatewayKeyring } from "./gateway-keyring.ts";
import { createSealer } from "./sealer.ts";
import { secretContext } from "./secret-context.ts";

/** The keys of the control plane, derived from the master key. */
export type ControlPlaneKeyring = {
  /** Seals a secret for the database: gateways cannot open it. */
  readonly sealStored: (value: string, environmentId: string, name: string) => Uint8Array<ArrayBuffer>;
  /** Throws when the secret was tampered with, or sealed with another master key, environment or name. */
  readonly openStored: (sealed: Uint8Array, environmentId: string, name: string) => string;
  /** What it shares with its gateways. */
  readonly gateway: GatewayKeyring;
};

/** @param masterKeyHex 64 hex digits. Throws for anything else. */
export function deriveKeys(masterKeyHex: string): ControlPlaneKeyring {
  const sealer = createSealer(deriveKey(masterKeyHex, "stored-secrets"));
  return {
    sealStored: (value, environmentId, name) => sealer.seal(value, secretContext(environmentId, name)),
    openStored: (sealed, environmentId, name) => sealer.open(sealed, secretContext(environmentId, name)),
    gateway: gatewayKeyring(deriveGatewayKey(masterKeyHex)),
  };
}
