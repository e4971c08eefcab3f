import { randomUUID } from "node:crypto";
import { notifyEnvironment } from "@meridian/db";
import { writeEnvironmentSnapshot } from "../environment/write-environment-snapshot.ts";
import type { OperationParts, Transaction } from "../operation-context.ts";
import { freeSlug, slugOf } from "./names.ts";

/** What a new workspace begins with. */
export const firstEnvironments = ["production", "staging"] as const;

/** A workspace that has just been made. */
export type FoundedWorkspace = {
  readonly workspaceId: string;
  readonly slug: string;
  /** Of production. */
  readonly environmentId: string;
};

/** Makes a workspace with its environments, owned by a user. Two of one name get different slugs. */
export async function foundWorkspace(
  tx: Transaction,
  parts: OperationParts,
  { name, ownerId }: { readonly name: string; readonly ownerId: string },
): Promise<FoundedWorkspace> {
  // Two who found at once would choose one slug.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('found-workspace', 0))`;
  const wanted = slugOf(name);
  const near = await tx.workspace.findMany({ where: { slug: { startsWith: wanted } }, select: { slug: true } });
  const slug = freeSlug(wanted, new Set(near.map((each) => each.slug)));
  const workspaceId = randomUUID();
  await tx.workspace.create({
    data: { id: workspaceId, slug, name, memberships: { create: { userId: ownerId, role: "owner" } } },
  });
  const ids: string[] = [];
  for (const each of firstEnvironments) ids.push(await addEnvironment(tx, parts, workspaceId, each));
  return { workspaceId, slug, environmentId: ids[0] ?? "" };
}

/** Gateways know an environment by its snapshot, so it has one from the beginning. */
export async function addEnvironment(
  tx: Transaction,
  { keys, clock }: OperationParts,
  workspaceId: string,
  name: string,
): Promise<string> {
  const environment = await tx.environment.create({ data: { id: randomUUID(), workspaceId, name } });
  await writeEnvironmentSnapshot(tx, { keys, environment, nowMs: clock() });
  await notifyEnvironment(tx, environment.id);
  return environment.id;
}
