import type { Transaction } from "../operation-context.ts";

/** Names of the environment's secrets, sorted: what `${secret.NAME}` may say. */
export async function secretNamesOf(db: Transaction, environmentId: string): Promise<string[]> {
  const secrets = await db.secret.findMany({
    where: { environmentId },
    select: { name: true },
    orderBy: { name: "asc" },
  });
  return secrets.map(({ name }) => name);
}
