import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/** Throws `conflict` when another view of the workspace has this name in any case. Takes a lock, so that two savers at once cannot both pass. */
export async function requireFreeName(
  tx: Transaction,
  { workspaceId, name, exceptId }: { workspaceId: string; name: string; exceptId: string | null },
): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR UPDATE`;
  const other = await tx.savedView.findFirst({
    where: {
      workspaceId,
      deletedAt: null,
      name: { equals: name, mode: "insensitive" },
      ...(exceptId === null ? {} : { id: { not: exceptId } }),
    },
    select: { name: true },
  });
  if (other)
    throw new OperationError("conflict", `There is a view named \`${other.name}\` already. Choose another name.`);
}
