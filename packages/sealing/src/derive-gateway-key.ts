import { deriveKey } from "./derive-key.ts";

/**
 * What gateways are given as `MERIDIAN_GATEWAY_KEY`, 64 hex digits. It opens the secrets of snapshots and proves that the
 * control plane signed them; the master key, and with it what is stored in the database, cannot be found from it.
 */
export function deriveGatewayKey(masterKeyHex: string): string {
  return Buffer.from(deriveKey(masterKeyHex, "gateway")).toString("hex");
}
