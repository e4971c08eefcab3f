import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/** An environment that is known to be of the workspace. */
export type EnvironmentRow = { readonly id: string; readonly workspaceId: string; readonly name: string };

/** Throws `not_found` for an environment of another workspace, as for one that does not exist. */
export async function requireEnvironment(
  db: Transaction,
  workspaceId: string,
  environmentId: string,
): Promise<EnvironmentRow> {
  const environment = await db.environment.findFirst({
    where: { id: environmentId, workspaceId },
    select: { id: true, workspaceId: true, name: true },
  });
  if (!environment) throw new OperationError("not_found", "There is no such environment.");
  return environment;
}
