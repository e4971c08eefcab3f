import { randomBytes, randomInt } from "node:crypto";
import { formatGatewayKey, gatewayKeyPrefix } from "@meridian/access";
import { sha256Hex } from "./sha256-hex.ts";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A fresh gateway key. `text` is for the caller's eyes, once; the rest is what is kept. */
export type NewGatewayKey = {
  readonly id: string;
  readonly text: string;
  /** SHA-256 of the whole text, hex. */
  readonly sha256: string;
  readonly prefix: string;
};

/** Makes a gateway key with 71 bits of id and 256 bits of secret. */
export function newGatewayKey(): NewGatewayKey {
  const id = Array.from({ length: 12 }, () => base62.charAt(randomInt(base62.length))).join("");
  const text = formatGatewayKey({ id, secret: randomBytes(32).toString("base64url") });
  return { id, text, sha256: sha256Hex(text), prefix: gatewayKeyPrefix(id) };
}
