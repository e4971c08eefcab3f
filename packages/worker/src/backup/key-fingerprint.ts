import { createHash } from "node:crypto";
import { deriveGatewayKey } from "@meridian/operations";

/** Tells master keys apart: 16 hex digits from which no key can be found. */
export function keyFingerprint(masterKey: string): string {
  return createHash("sha256")
    .update(`meridian/backup/${deriveGatewayKey(masterKey)}`)
    .digest("hex")
    .slice(0, 16);
}
