import { hash, timingSafeEqual } from "node:crypto";
import type { GatewayKey } from "./gateway-key.ts";

/** `mk_live_`, then the id up to the next underscore. */
const keyForm = /^mk_live_([0-9A-Za-z]{12})_/;

type Entry = { readonly key: GatewayKey; readonly environmentId: string };

/**
 * Every key of every environment, found by the id that stands in its text, or by its digest when it has another form (a
 * file's keys may be any string), and then compared whole, by SHA-256 and in constant time.
 */
export class KeyIndex {
  readonly #byId = new Map<string, Entry>();
  readonly #byDigest = new Map<string, Entry>();

  /** Takes the place of all that was known of the environment. */
  replace(environmentId: string, keys: readonly GatewayKey[]): void {
    this.remove(environmentId);
    for (const key of keys) {
      const entry = { key, environmentId };
      this.#byId.set(key.id, entry);
      this.#byDigest.set(key.digest.toString("hex"), entry);
    }
  }

  remove(environmentId: string): void {
    for (const map of [this.#byId, this.#byDigest]) {
      for (const [name, entry] of map) if (entry.environmentId === environmentId) map.delete(name);
    }
  }

  find(text: string): Entry | null {
    const digest = hash("sha256", text, "buffer");
    const id = keyForm.exec(text)?.[1];
    const entry = (id === undefined ? undefined : this.#byId.get(id)) ?? this.#byDigest.get(digest.toString("hex"));
    return entry && timingSafeEqual(entry.key.digest, digest) ? entry : null;
  }
}
