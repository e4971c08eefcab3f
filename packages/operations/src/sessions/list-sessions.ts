import type { AccountContext } from "../operation-context.ts";

/** A browser that is signed in. */
export type SessionSummary = {
  readonly id: string;
  /** Whether it is the one that asks. */
  readonly current: boolean;
  /** `password`, `demo`, `invitation`, `github`, `google`, `oidc`. */
  readonly provider: string;
  /** "Firefox on Windows". */
  readonly userAgent: string;
  /** 203.0.113.0/24; null when not known. */
  readonly ipPrefix: string | null;
  readonly createdAtMs: number;
  /** In steps of 5 minutes. */
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
};

/** The user's sessions that go on: the asking one first, then the one seen last. */
export async function listSessions({ ctx }: { readonly ctx: AccountContext }): Promise<SessionSummary[]> {
  const rows = await ctx.db.prisma.userSession.findMany({
    where: { userId: ctx.userId, expiresAt: { gt: new Date(ctx.clock()) } },
    orderBy: [{ lastSeenAt: "desc" }, { createdAt: "desc" }],
  });
  return rows
    .map(({ id, provider, userAgent, ipPrefix, createdAt, lastSeenAt, expiresAt }) => ({
      id,
      current: id === ctx.sessionId,
      provider,
      userAgent,
      ipPrefix,
      createdAtMs: createdAt.getTime(),
      lastSeenAtMs: lastSeenAt.getTime(),
      expiresAtMs: expiresAt.getTime(),
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}
