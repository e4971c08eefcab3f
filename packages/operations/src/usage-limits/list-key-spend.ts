import { otherName } from "@meridian/metrics";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { limitsOf } from "./limits-of.ts";
import { periodOf, type Spent, spentSince } from "./spent-in-period.ts";

/** What was spent of the spend limit of a key. */
export type KeySpend = Spent & { readonly keyId: string };

/** Of every key of the environment that has a spend limit and was not revoked. */
export const listKeySpend = environmentVerb({
  scope: "metrics:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment: { id: environmentId } }): Promise<KeySpend[]> => {
    const rows = await ctx.db.prisma.gatewayKey.findMany({
      where: { environmentId, revokedAt: null },
      select: { id: true, limits: true },
      orderBy: { id: "asc" },
    });
    const nowMs = ctx.clock();
    // Periods of several zones often begin at one moment.
    const spentFrom = new Map<number, Awaited<ReturnType<typeof spentSince>>>();
    const spends: KeySpend[] = [];
    for (const row of rows) {
      const { spend } = limitsOf(row);
      if (!spend) continue;
      const { startMs, endMs } = periodOf(spend, nowMs);
      if (!spentFrom.has(startMs)) {
        spentFrom.set(startMs, await spentSince(ctx, { environmentId, fromMs: startMs, by: "keyId" }));
      }
      const costs = spentFrom.get(startMs) ?? null;
      // Where a gateway had too many cells to keep keys apart, what a key has spent is not known.
      const known = costs !== null && !costs.has(otherName);
      spends.push({ keyId: row.id, startMs, endMs, usd: known ? (costs.get(row.id) ?? 0) : null });
    }
    return spends;
  },
});
