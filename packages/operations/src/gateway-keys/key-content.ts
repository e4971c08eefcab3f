import { usageLimitsSchema } from "@meridian/routing-config";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/** What people decide about a key. */
export const keyContent = {
  name: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:/@-]{0,63}$/u, "A name has 1 to 64 letters, digits, spaces and `. _ : / @ -`."),
  /** Route names or patterns with `*`. */
  routes: z
    .array(z.string().regex(/^[A-Za-z0-9._:/@+*-]{1,128}$/, "Write a route's name, or a pattern with `*`."))
    .min(1, "Without a route the key could do nothing: `*` stands for all of them.")
    .max(50),
  /** Epoch ms; null: never. */
  expiresAtMs: z.number().int().nullable(),
  limits: usageLimitsSchema,
};

/** Throws `conflict` when another key of the environment has, or had, this name. */
export async function requireFreeName(
  tx: Transaction,
  environment: { readonly id: string; readonly name: string },
  name: string,
  ownId?: string,
): Promise<void> {
  const where = { environmentId_name: { environmentId: environment.id, name } };
  const other = await tx.gatewayKey.findUnique({ where, select: { id: true } });
  if (!other || other.id === ownId) return;
  throw new OperationError("conflict", `${environment.name} has, or had, a key named ${name}: choose another name.`);
}

/** Throws `invalid_input` for a moment that is not ahead. */
export function requireAhead(expiresAtMs: number | null, nowMs: number): void {
  if (expiresAtMs !== null && expiresAtMs <= nowMs) {
    throw new OperationError("invalid_input", "expiresAtMs: the key would have expired already.");
  }
}
