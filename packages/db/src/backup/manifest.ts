import { z } from "zod";

const name = z.string().min(1).max(63);

/** What stands first in a backup: what it is, and what is needed to read it. */
export const manifestSchema = z.object({
  format: z.literal("meridian-backup"),
  /** Of this form. A reader refuses what it does not know. */
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  meridian: z.string(),
  postgres: z.string(),
  /** Tells master keys apart without telling anything of them: what is sealed opens only under the same. */
  keyFingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  /** Whether the installation's keys are in it, sealed with a passphrase. */
  keys: z.boolean(),
  /** Those that made the tables, in their order, with the SHA-256 of their scripts. */
  migrations: z.array(z.object({ name: z.string().regex(/^\d{14}_\w+$/), checksum: z.string() })).min(1),
  /** In an order in which they can be filled: what is referred to comes first. */
  tables: z.array(z.object({ name, columns: z.array(name).min(1) })),
  /** `bound` is SQL, held to the one shape that partitions by time have. */
  partitions: z.array(
    z.object({ name, of: name, bound: z.string().regex(/^FOR VALUES FROM \('[0-9+: .-]+'\) TO \('[0-9+: .-]+'\)$/) }),
  ),
});
export type Manifest = z.output<typeof manifestSchema>;

/** What stands last: whoever finds it has the whole backup, and can check it. */
export const contentsSchema = z.record(
  name,
  z.object({ rows: z.number().int(), bytes: z.number().int(), sha256: z.string() }),
);
export type Contents = z.output<typeof contentsSchema>;

/** Why a backup cannot be made or restored, as a sentence for people. */
export class BackupError extends Error {}
