import { keptFrom } from "@meridian/db";
import { nanoUsdPerUsd, periodAt, type SpendLimit } from "@meridian/routing";
import type { OperationContext } from "../operation-context.ts";
import { choiceOf } from "../retention/retention-input.ts";

/** What was spent of a spend limit in the period that runs. */
export type Spent = {
  readonly startMs: number;
  /** Exclusive: when the next one begins. */
  readonly endMs: number;
  /** As metrics have it, so some seconds late; null: not known, since cells are not kept from the beginning of the period. */
  readonly usd: number | null;
};

/** What an environment's requests cost from the beginning of a period, in USD, by key or all together; null: not known. */
export async function spentSince(
  ctx: OperationContext,
  about: { readonly environmentId: string; readonly fromMs: number; readonly by: "keyId" | null },
): Promise<ReadonlyMap<string, number> | null> {
  const { environmentId, fromMs, by } = about;
  const nowMs = ctx.clock();
  const where = { id: environmentId };
  const { retention } = await ctx.db.prisma.environment.findUniqueOrThrow({ where, select: { retention: true } });
  const { cells: days } = choiceOf(retention);
  if (days !== null && keptFrom(nowMs, days).getTime() > fromMs) return null;
  const costs = await ctx.cells.readCosts({ environmentId, fromMs, toMs: nowMs, by });
  return costs && new Map([...costs].map(([value, nanoUsd]) => [value, nanoUsd / nanoUsdPerUsd]));
}

/** The period of a limit that runs now. */
export const periodOf = ({ period, timeZone }: SpendLimit, nowMs: number) => periodAt(nowMs, period, timeZone);
