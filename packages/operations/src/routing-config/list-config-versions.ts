import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";

const pageSize = 50;

/** A config version in a list: all but its text. */
export type ConfigVersionSummary = {
  readonly number: number;
  readonly sha256: string;
  readonly message: string;
  readonly authorName: string;
  readonly createdAtMs: number;
  /** What changed against `parent`, one plain sentence an entry. */
  readonly summary: readonly string[];
  /** Number of the version it was made from; null for a first one. */
  readonly parent: number | null;
  /** Serves this environment now. */
  readonly active: boolean;
  /** Serves it, or did: one can roll back to it. */
  readonly served: boolean;
};

/** The workspace's versions, newest first, as this environment knows them; 50 a page, the next page `before` a number. */
export const listConfigVersions = environmentVerb({
  scope: "routing-config:read",
  input: z.object({ environmentId: z.uuid(), before: z.number().int().positive().optional() }),
  run: async ({
    ctx,
    input,
    environment,
  }): Promise<{ versions: ConfigVersionSummary[]; nextBefore: number | null }> => {
    const rows = await ctx.db.prisma.configVersion.findMany({
      where: {
        workspaceId: environment.workspaceId,
        ...(input.before !== undefined && { number: { lt: input.before } }),
      },
      orderBy: { number: "desc" },
      take: pageSize + 1,
      omit: { yaml: true },
      include: {
        parent: { select: { number: true } },
        deployments: { where: { environmentId: environment.id }, select: { state: true } },
      },
    });
    const page = rows.slice(0, pageSize);
    return {
      versions: page.map(({ number, sha256, message, authorName, createdAt, summary, parent, deployments }) => ({
        number,
        sha256,
        message,
        authorName,
        createdAtMs: createdAt.getTime(),
        summary,
        parent: parent?.number ?? null,
        active: deployments.some(({ state }) => state === "completed"),
        served: deployments.length > 0,
      })),
      nextBefore: rows.length > pageSize ? (page.at(-1)?.number ?? null) : null,
    };
  },
});
