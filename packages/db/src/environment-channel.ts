import pg from "pg";
import type { Prisma } from "./generated/client.ts";

/** NOTIFY channel; the payload is the id of the environment that changed. A hint only: polling is the truth. */
const channel = "meridian_environment";

const reconnectMs = 1_000;

/** To be called inside the transaction that changed the environment: it is heard when that commits. */
export async function notifyEnvironment(tx: Prisma.TransactionClient, environmentId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${channel}, ${environmentId})`;
}

/**
 * Hears of changed environments on a connection of its own, and makes a new one when that is lost. Calls `onHint` also
 * after each connect, because hints sent meanwhile are lost.
 */
export function listenForEnvironments(
  url: string,
  onHint: (environmentId: string | null) => void,
): { stop(): Promise<void> } {
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
    client = fresh;
    const lost = (): void => {
      if (client !== fresh || stopped) return;
      client = null;
      fresh.end().catch(() => {});
      retry = setTimeout(() => void connect(), reconnectMs);
    };
    fresh.on("error", lost);
    fresh.on("end", lost);
    fresh.on("notification", ({ payload }) => onHint(payload ?? null));
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${channel}`);
      onHint(null);
    } catch {
      lost();
    }
  };
  void connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}
