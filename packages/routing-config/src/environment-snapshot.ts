import { z } from "zod";
import { usageLimitsSchema } from "./usage-limits.ts";

/**
 * All that a gateway needs to serve one environment. The same bytes stand in the database, on the gateway's disk (mode
 * 0600, secrets still sealed) and later travel over HTTPS; they are signed as a whole.
 */
export const environmentSnapshotSchema = z.strictObject({
  format: z.literal(1),
  workspaceId: z.uuid(),
  environmentId: z.uuid(),
  environmentName: z.string(),
  /** Rises with every change of the environment; a gateway never goes back. */
  serial: z.number().int().nonnegative(),
  issuedAtMs: z.number().int(),
  /** Of all its environments together. Stands only where there are limits, for the reason told at those of a key. */
  workspaceLimits: usageLimitsSchema.optional(),
  /** null before the first publish: the gateway answers 503 with a sentence. */
  deployment: z
    .strictObject({
      id: z.uuid(),
      configVersionId: z.uuid(),
      configVersion: z.number().int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      yaml: z.string(),
    })
    .nullable(),
  /** A key that was re-rolled stands twice under its id until its grace ends: first its new text, then the old one. */
  keys: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      /** SHA-256 of the whole key, hex. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      /** Route names or patterns with `*`. */
      routes: z.array(z.string()),
      expiresAtMs: z.number().int().nullable(),
      /**
       * Stands only where there are limits. A gateway of before there were any refuses such a snapshot and stays on its
       * last, instead of serving without them; one without limits it reads as ever, and so are snapshots on disk.
       */
      limits: usageLimitsSchema.optional(),
    }),
  ),
  overrides: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("drain"),
        id: z.string(),
        expiresAtMs: z.number(),
        reason: z.string(),
        upstream: z.string(),
      }),
      z.strictObject({
        kind: z.literal("cap"),
        id: z.string(),
        expiresAtMs: z.number(),
        reason: z.string(),
        upstream: z.string(),
        maxShare: z.number().min(0).max(1),
      }),
      z.strictObject({
        kind: z.literal("force"),
        id: z.string(),
        expiresAtMs: z.number(),
        reason: z.string(),
        route: z.string(),
        upstream: z.string(),
      }),
    ]),
  ),
  secrets: z.array(
    z.strictObject({
      name: z.string(),
      /** Sealed to the gateway key (see the sealing package), base64. */
      sealed: z.string(),
      /** Hosts, exact or `*.example.com`, that the value may be sent to. */
      allowedHosts: z.array(z.string()),
    }),
  ),
});

export type EnvironmentSnapshot = z.infer<typeof environmentSnapshotSchema>;
