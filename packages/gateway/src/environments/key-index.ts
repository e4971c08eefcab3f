import { hash, timingSafeEqual } from "node:crypto";
import type { GatewayKey } from "./gateway-key.ts";

export type FoundKey = { readonly key: GatewayKey; readonly environmentId: string };

/** The SHA-256 of a key's whole text, its bytes as 32 characters: of all outputs that costs by far the least. */
export function keyDigest(text: string): string {
  return hash("sha256", text, "binary");
}

/**
 * Every key of every environment, found by the digest of its whole text and then compared in constant time. The id that
 * stands in a text is not looked at: a re-rolled key has two texts with other ids than its own, a file's keys have none.
 */
export class KeyIndex {
  readonly #byDigest = new Map<string, FoundKey>();
  /** The digest being compared. */
  readonly #digest = Buffer.alloc(32);

  /** Takes the place of all that was known of the environment. */
  replace(environmentId: string, keys: readonly GatewayKey[]): void {
    this.remove(environmentId);
    for (const key of keys) this.#byDigest.set(key.digest.toString("binary"), { key, environmentId });
  }

  remove(environmentId: string): void {
    for (const [digest, entry] of this.#byDigest) {
      if (entry.environmentId === environmentId) this.#byDigest.delete(digest);
    }
  }

  /** A key that was found before; null when it is gone. */
  again({ digest }: GatewayKey): FoundKey | null {
    return this.#byDigest.get(digest.toString("binary")) ?? null;
  }

  /** By `keyDigest` of its text. */
  find(digest: string): FoundKey | null {
    const entry = this.#byDigest.get(digest);
    this.#digest.write(digest, "binary");
    return entry && timingSafeEqual(entry.key.digest, this.#digest) ? entry : null;
  }
}
