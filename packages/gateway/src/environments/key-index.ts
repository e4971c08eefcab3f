import { hash, timingSafeEqual } from "node:crypto";
import { parseGatewayKey } from "@meridian/access";
import type { GatewayKey } from "./gateway-key.ts";

type Entry = { readonly key: GatewayKey; readonly environmentId: string };

/**
 * Every key of every environment, found by the id that stands in its text, or by its digest when it has another form (a
 * file's keys may be any string), and then compared whole, by SHA-256 and in constant time.
 */
export class KeyIndex {
  readonly #byId = new Map<string, Entry>();
  /** By the digest's bytes as characters. */
  readonly #byDigest = new Map<string, Entry>();
  /** The digest being compared. */
  readonly #digest = Buffer.alloc(32);

  /** Takes the place of all that was known of the environment. */
  replace(environmentId: string, keys: readonly GatewayKey[]): void {
    this.remove(environmentId);
    for (const key of keys) {
      const entry = { key, environmentId };
      this.#byId.set(key.id, entry);
      this.#byDigest.set(key.digest.toString("binary"), entry);
    }
  }

  remove(environmentId: string): void {
    for (const map of [this.#byId, this.#byDigest]) {
      for (const [name, entry] of map) if (entry.environmentId === environmentId) map.delete(name);
    }
  }

  find(text: string): Entry | null {
    // As a string of 32 characters: of all outputs it costs by far the least.
    const digest = hash("sha256", text, "binary");
    const id = parseGatewayKey(text)?.id;
    const entry = (id === undefined ? undefined : this.#byId.get(id)) ?? this.#byDigest.get(digest);
    this.#digest.write(digest, "binary");
    return entry && timingSafeEqual(entry.key.digest, this.#digest) ? entry : null;
  }
}
