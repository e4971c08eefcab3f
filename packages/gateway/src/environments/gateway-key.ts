import type { KeyUsage } from "../limits/key-usage.ts";

/** A key that may call this environment. The key's text is never kept, only its SHA-256. */
export type GatewayKey = {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the whole key, 32 bytes. */
  readonly digest: Buffer;
  /** Route names or patterns with `*`. */
  readonly routes: readonly string[];
  /** Epoch ms; null: never. */
  readonly expiresAtMs: number | null;
  /** The text before the key was re-rolled, which stands beside the new one until its grace ends. */
  readonly previous: boolean;
  /** One for all texts of a key; it outlives config changes. */
  readonly usage: KeyUsage;
};
