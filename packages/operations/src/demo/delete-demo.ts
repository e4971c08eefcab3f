import { randomUUID } from "node:crypto";
import { notifyEnvironment } from "@meridian/db";
import { hashPassword } from "@meridian/sealing";
import { z } from "zod";
import { firstOwnerInput } from "../accounts/create-first-owner.ts";
import { passwordGate } from "../accounts/password-gate.ts";
import { OperationError } from "../errors.ts";
import type { OperationContext, Transaction } from "../operation-context.ts";
import { lockSeed } from "../seed/lock-seed.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { parseInput } from "../verb/parse-input.ts";
import { recordAudit } from "../verb/record-audit.ts";
import { requireScope } from "../verb/require-scope.ts";
import type { Verb } from "../verb/verb.ts";
import { firstEnvironments, foundWorkspace } from "../workspaces/found-workspace.ts";

const input = z.object({
  workspaceId: z.uuid(),
  /** The account of whoever goes on from here; null when there is a real owner somewhere already. */
  owner: firstOwnerInput.nullable(),
});

export type DeletedDemo = {
  /** The account that was made. */
  readonly made: { readonly email: string; readonly workspaceSlug: string } | null;
};

const scope = "demo:delete";

/**
 * Deletes the demo: its workspace with everything in it, and its people. All or nothing, and for good: no later start
 * brings it back. What stays is its audit log, append-only as any, below a workspace that nobody is a member of. Requests
 * and metrics are erased by the worker in the minutes that follow; nobody can read them meanwhile.
 *
 * Somebody real must own a workspace afterwards: throws `invalid_input` when there is nobody, and no account is asked for.
 * Throws `conflict` for a workspace that is no demo, and for an email that is taken.
 */
async function run({
  ctx,
  input: given,
}: {
  ctx: OperationContext;
  input: z.input<typeof input>;
}): Promise<DeletedDemo> {
  requireScope(ctx.actor, ctx.workspaceId, scope);
  const { owner } = parseInput(input, given);
  const passwordHash = owner && (await passwordGate.pass(() => hashPassword(owner.password)));
  return inTransaction(ctx, async (tx) => {
    // A start that seeds at this moment comes before or after.
    await lockSeed(tx);
    const workspace = await tx.workspace.findUniqueOrThrow({
      where: { id: ctx.workspaceId },
      include: { environments: { select: { id: true } } },
    });
    if (!workspace.demo) throw new OperationError("conflict", "This workspace is not the demo: it stays.");
    const nowMs = ctx.clock();
    const made = owner && passwordHash ? await makeOwner(tx, ctx, { ...owner, passwordHash, nowMs }) : null;
    if (!made) await requireRealOwner(tx);
    await recordAudit(
      tx,
      { ctx, environmentId: null, nowMs },
      {
        action: "demo.delete",
        target: { kind: "workspace", id: workspace.id },
        before: { slug: workspace.slug, name: workspace.name },
        after: null,
      },
    );
    await tx.$executeRaw`SELECT delete_demo_workspace(${workspace.id}::uuid, ${new Date(nowMs)})`;
    await tx.installation.upsert({
      where: { id: 1 },
      create: { id: 1, demo: "absent", decidedAt: new Date(nowMs) },
      update: { demo: "absent", decidedAt: new Date(nowMs) },
    });
    // Gateways see that their environments are gone.
    for (const { id } of workspace.environments) await notifyEnvironment(tx, id);
    return { made };
  });
}

export const deleteDemo: Verb<typeof input, DeletedDemo> = Object.assign(run, { scope, input } as const);

type NewOwner = z.output<typeof firstOwnerInput> & { readonly passwordHash: string; readonly nowMs: number };

async function makeOwner(
  tx: Transaction,
  ctx: OperationContext,
  { email, name, passwordHash, workspaceName, nowMs }: NewOwner,
): Promise<NonNullable<DeletedDemo["made"]>> {
  if (await tx.user.findUnique({ where: { email }, select: { id: true } })) {
    throw new OperationError("conflict", "Somebody has this email already: choose another.");
  }
  const id = randomUUID();
  // Whoever deletes the demo of an installation is believed, as whoever makes its first account is.
  await tx.user.create({ data: { id, email, name, passwordHash, emailVerifiedAt: new Date(nowMs) } });
  const { workspaceId, slug } = await foundWorkspace(tx, ctx, { name: workspaceName, ownerId: id });
  const actor = { kind: "user", userId: id, name, workspaceId, role: "owner" } as const;
  await recordAudit(
    tx,
    { ctx: { ...ctx, actor, workspaceId }, environmentId: null, nowMs },
    {
      action: "workspace.create",
      target: { kind: "workspace", id: workspaceId },
      before: null,
      after: { name: workspaceName, slug, environments: firstEnvironments, members: [`${email} owner`] },
    },
  );
  return { email, workspaceSlug: slug };
}

async function requireRealOwner(tx: Transaction): Promise<void> {
  const owner = await tx.membership.findFirst({
    where: { role: "owner", user: { demo: false }, workspace: { demo: false } },
    select: { userId: true },
  });
  if (owner) return;
  throw new OperationError("invalid_input", "Nobody would be left: make your own account and workspace along with it.");
}
