import type { Transaction } from "../operation-context.ts";

/** The environment's secrets and the hosts that each may be sent to. */
export async function secretHostsOf(db: Transaction, environmentId: string): Promise<Map<string, readonly string[]>> {
  const secrets = await db.secret.findMany({ where: { environmentId }, select: { name: true, allowedHosts: true } });
  return new Map(secrets.map(({ name, allowedHosts }) => [name, allowedHosts]));
}
