import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** First byte of everything sealed, so that the way of sealing can change while old seals are still read. */
const formatVersion = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals text with AES-256-GCM: version byte, nonce, tag, ciphertext. The `context` (for example whose secret it is) is
 * authenticated with it: a seal moved to another place does not open.
 */
export type Sealer = {
  readonly seal: (plain: string, context: string) => Uint8Array<ArrayBuffer>;
  /** Throws when the bytes were changed, sealed with another key, or sealed for another context. */
  readonly open: (sealed: Uint8Array, context: string) => string;
};

/** @param key 32 bytes */
export function createSealer(key: Uint8Array): Sealer {
  return {
    seal: (plain, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
      const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return new Uint8Array(Buffer.concat([Buffer.of(formatVersion), nonce, cipher.getAuthTag(), ciphertext]));
    },
    open: (sealed, context) => {
      if (sealed[0] !== formatVersion || sealed.length < 1 + nonceBytes + tagBytes) {
        throw new Error("These bytes are not a seal of a known version.");
      }
      const nonce = sealed.subarray(1, 1 + nonceBytes);
      const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
      const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      const ciphertext = sealed.subarray(1 + nonceBytes + tagBytes);
      const plain = decipher.update(ciphertext);
      try {
        return Buffer.concat([plain, decipher.final()]).toString("utf8");
      } catch (cause) {
        throw new Error("This seal was changed, or made with another key or for another context.", { cause });
      }
    },
  };
}
