import { z } from "zod";
import type { OperationContext } from "../operation-context.ts";
import { demoTrafficKeyName } from "../seed/seed-workspace.ts";
import { actorUserId } from "../verb/actor-name.ts";
import { environmentVerb } from "../verb/environment-verb.ts";

/** How far a person, and their team, have come. Every step is a fact that something else wrote. */
export type GettingStarted = {
  /** The person does not want to see it any more. */
  readonly dismissed: boolean;
  /** A request of somebody reached a gateway; the demo's own traffic does not count. */
  readonly sentRequest: boolean;
  /** This person opened a request. */
  readonly readStory: boolean;
  /** A person published: in a new workspace something beyond the first config. */
  readonly publishedChange: boolean;
  /** There is another person or an invitation, or somebody ordered an override. */
  readonly invitedOrDrained: boolean;
};

/** The first steps in a workspace, and which of them are done. */
export const getGettingStarted = environmentVerb({
  scope: "workspace:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment }): Promise<GettingStarted> => {
    const { prisma } = ctx.db;
    const { workspaceId } = ctx;
    const userId = actorUserId(ctx.actor);
    const { demo } = await prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { demo: true } });
    const [own, sentRequest, published, invited, overrides] = await Promise.all([
      userId && prisma.gettingStarted.findUnique({ where: { workspaceId_userId: { workspaceId, userId } } }),
      hasRequest(ctx, environment.id, demo),
      prisma.configVersion.count({ where: { workspaceId, authorId: { not: null } }, take: 2 }),
      hasCompany(ctx),
      prisma.override.findFirst({ where: { workspaceId, createdById: { not: null } }, select: { id: true } }),
    ]);
    return {
      dismissed: Boolean(own && own.dismissedAt),
      sentRequest,
      readStory: Boolean(own && own.storyReadAt),
      publishedChange: published >= (demo ? 1 : 2),
      invitedOrDrained: invited || overrides !== null,
    };
  },
});

/** By the series of the metrics: a few rows for each key, however many requests there were. */
async function hasRequest({ db }: OperationContext, environmentId: string, demo: boolean): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `SELECT FROM metric_series s WHERE s.environment_id = $1 AND s.key_id <> ''
       AND NOT ($2 AND EXISTS (SELECT FROM gateway_keys k WHERE k.id = s.key_id AND k.name = $3)) LIMIT 1`,
    [environmentId, demo, demoTrafficKeyName],
  );
  return rowCount === 1;
}

async function hasCompany({ db, workspaceId }: OperationContext): Promise<boolean> {
  const people = await db.prisma.membership.count({ where: { workspaceId, user: { demo: false } }, take: 2 });
  if (people > 1) return true;
  const invitation = await db.prisma.invitation.findFirst({ where: { workspaceId }, select: { id: true } });
  return invitation !== null;
}
