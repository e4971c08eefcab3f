import { randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { createSealer } from "./sealer.ts";

const saltBytes = 16;
const context = "meridian/passphrase";

/** Some 0.3 s and 128 MB for each guess. */
const cost = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1_024 * 1_024 };

const derive = promisify(scrypt) as (
  passphrase: string,
  salt: Uint8Array,
  bytes: number,
  options: typeof cost,
) => Promise<Buffer>;

/** Seals text under a passphrase that a person keeps: salt (16 bytes), then a seal under the key derived with scrypt. */
export async function sealWithPassphrase(plain: string, passphrase: string): Promise<Uint8Array> {
  const salt = randomBytes(saltBytes);
  const key = await derive(passphrase.normalize("NFC"), salt, 32, cost);
  return Buffer.concat([salt, createSealer(key).seal(plain, context)]);
}

/** Throws when the passphrase is another one, or the bytes were changed. */
export async function openWithPassphrase(sealed: Uint8Array, passphrase: string): Promise<string> {
  const key = await derive(passphrase.normalize("NFC"), sealed.subarray(0, saltBytes), 32, cost);
  return createSealer(key).open(sealed.subarray(saltBytes), context);
}
