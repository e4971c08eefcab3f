import { randomUUID } from "node:crypto";
import { hashPassword } from "@meridian/sealing";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import type { OperationContext, OperationParts } from "../operation-context.ts";
import { lockSeed } from "../seed/lock-seed.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { parseInput } from "../verb/parse-input.ts";
import { recordAudit } from "../verb/record-audit.ts";
import { firstEnvironments, type FoundedWorkspace, foundWorkspace } from "../workspaces/found-workspace.ts";
import { workspaceName } from "../workspaces/names.ts";
import { type AccountUser, accountUser } from "./account-user.ts";
import { passwordGate } from "./password-gate.ts";
import { emailAddress, newPassword, personName } from "./person-schemas.ts";

export const firstOwnerInput = z.object({
  email: emailAddress,
  name: personName,
  password: newPassword,
  workspaceName,
});

/** Whether anybody is here. Until then whoever comes first may make themselves the owner. */
export async function hasUsers({ parts }: { readonly parts: OperationParts }): Promise<boolean> {
  return (await parts.db.prisma.user.findFirst({ select: { id: true } })) !== null;
}

/**
 * Makes the first user of an empty installation, and the workspace that they own, with production and staging. Of several
 * who try at once one succeeds; once there is any user it throws `conflict`.
 */
export async function createFirstOwner(call: {
  readonly parts: OperationParts;
  readonly input: z.input<typeof firstOwnerInput>;
}): Promise<FoundedWorkspace & { readonly user: AccountUser }> {
  const { parts } = call;
  const { email, name, password, workspaceName: called } = parseInput(firstOwnerInput, call.input);
  if (await hasUsers({ parts })) throw taken();
  const passwordHash = await passwordGate.pass(() => hashPassword(password));
  return inTransaction({ db: parts.db, transaction: null }, async (tx) => {
    await lockSeed(tx);
    if (await tx.user.findFirst({ select: { id: true } })) throw taken();
    const nowMs = parts.clock();
    // Whoever installs Meridian is believed: nobody could vouch for them.
    const user = await tx.user.create({
      data: { id: randomUUID(), email, name, passwordHash, emailVerifiedAt: new Date(nowMs) },
    });
    const founded = await foundWorkspace(tx, parts, { name: called, ownerId: user.id });
    const { workspaceId, slug } = founded;
    const actor = { kind: "user", userId: user.id, name, workspaceId, role: "owner" } as const;
    const ctx: OperationContext = { ...parts, actor, workspaceId, transaction: tx };
    await recordAudit(
      tx,
      { ctx, environmentId: null, nowMs },
      {
        action: "workspace.create",
        target: { kind: "workspace", id: workspaceId },
        before: null,
        after: { name: called, slug, environments: firstEnvironments, members: [`${email} owner`] },
      },
    );
    return { ...founded, user: accountUser(user) };
  });
}

function taken(): OperationError {
  return new OperationError("conflict", "This installation has an owner already. Sign in, or ask to be invited.");
}
