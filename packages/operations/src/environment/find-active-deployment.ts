import type { Transaction } from "../operation-context.ts";

/** The deployment that serves an environment now, with its version; null before the first publish. */
export function findActiveDeployment(db: Transaction, environmentId: string) {
  return db.deployment.findFirst({
    where: { environmentId, state: "completed" },
    include: { configVersion: true },
  });
}

export type ActiveDeployment = NonNullable<Awaited<ReturnType<typeof findActiveDeployment>>>;
