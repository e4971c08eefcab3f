import { hkdfSync } from "node:crypto";

const hexKey = /^[0-9a-f]{64}$/i;

/** Derives a 32-byte key for one purpose from a key of 64 hex digits (HKDF-SHA-256). Keys of two purposes share nothing. */
export function deriveKey(hex: string, purpose: string): Uint8Array {
  if (!hexKey.test(hex)) throw new Error("A key must be 64 hexadecimal digits.");
  return new Uint8Array(hkdfSync("sha256", Buffer.from(hex, "hex"), Buffer.alloc(0), `meridian/1/${purpose}`, 32));
}
