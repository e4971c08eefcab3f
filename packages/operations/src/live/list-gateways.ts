import type { Transaction } from "../operation-context.ts";

/** Without a heartbeat for this long a gateway counts as dead. */
const aliveMs = 15_000;

/** A dead gateway is shown for this long, so that people see what is missing. */
const rememberedMs = 600_000;

/** Gateways that run, and those that fell silent in the last 10 minutes without saying goodbye; by name. */
export function listGateways(db: Transaction, nowMs: number) {
  return db.gatewayInstance.findMany({
    where: { stoppedAt: null, heartbeatAt: { gt: new Date(nowMs - rememberedMs) } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}

/** Whether a gateway gave a sign of life within the last 15 s. */
export function isAlive({ heartbeatAt }: { readonly heartbeatAt: Date }, nowMs: number): boolean {
  return nowMs - heartbeatAt.getTime() < aliveMs;
}
