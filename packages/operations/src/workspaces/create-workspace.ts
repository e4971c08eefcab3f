import { can } from "@meridian/access";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import type { AccountContext, OperationContext } from "../operation-context.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { parseInput } from "../verb/parse-input.ts";
import { recordAudit } from "../verb/record-audit.ts";
import { firstEnvironments, type FoundedWorkspace, foundWorkspace } from "./found-workspace.ts";
import { workspaceName } from "./names.ts";

export const createWorkspaceInput = z.object({ name: workspaceName });

/**
 * Makes a workspace with production and staging, owned by the user. Who may run no workspace of this installation may not
 * found another: throws `forbidden`.
 */
export async function createWorkspace(call: {
  readonly ctx: AccountContext;
  readonly input: z.input<typeof createWorkspaceInput>;
}): Promise<FoundedWorkspace> {
  const { ctx } = call;
  const { name } = parseInput(createWorkspaceInput, call.input);
  return inTransaction({ db: ctx.db, transaction: null }, async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: ctx.userId }, include: { memberships: true } });
    if (!user.memberships.some(({ role }) => can(role, "workspace:write"))) {
      throw new OperationError(
        "forbidden",
        "This needs the permission workspace:write in one workspace at least, which this account does not have.",
      );
    }
    const founded = await foundWorkspace(tx, ctx, { name, ownerId: user.id });
    const { workspaceId, slug } = founded;
    const actor = { kind: "user", userId: user.id, name: user.name, workspaceId, role: "owner" } as const;
    const at = { ctx: { ...ctx, actor, workspaceId, transaction: tx } satisfies OperationContext, environmentId: null };
    await recordAudit(
      tx,
      { ...at, nowMs: ctx.clock() },
      {
        action: "workspace.create",
        target: { kind: "workspace", id: workspaceId },
        before: null,
        after: { name, slug, environments: firstEnvironments, members: [`${user.email} owner`] },
      },
    );
    return founded;
  });
}
