import pg from "pg";
import type { Prisma } from "./generated/client.ts";

/** NOTIFY channel; the payload is the id of the environment that changed. A hint only: polling is the truth. */
const channel = "meridian_environment";

/** A connection that lasted for so long was a good one. */
const goodAfterMs = 5_000;

/** To be called inside the transaction that changed the environment: it is heard when that commits. */
export async function notifyEnvironment(tx: Prisma.TransactionClient, environmentId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${channel}, ${environmentId})`;
}

/**
 * Hears of changed environments on a connection of its own, and makes a new one when that is lost. Calls `onHint` also
 * after each connect, because hints sent meanwhile are lost.
 *
 * @param waitMs how long to wait before a new connection is tried, by the tries in a row that failed: 0 when a good one
 * was lost
 */
export function listenForEnvironments(
  url: string,
  onHint: (environmentId: string | null) => void,
  waitMs: (failures: number) => number,
): { stop(): Promise<void> } {
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;
  let failures = 0;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
    client = fresh;
    let listensSinceMs = Number.POSITIVE_INFINITY;
    const lost = (): void => {
      if (client !== fresh || stopped) return;
      client = null;
      fresh.end().catch(() => {});
      // One that ends as soon as it has begun is no better than none: or it would be made over and over.
      const wasGood = performance.now() - listensSinceMs >= goodAfterMs;
      retry = setTimeout(() => void connect(), waitMs(wasGood ? (failures = 0) : failures));
      failures += 1;
    };
    fresh.on("error", lost);
    fresh.on("end", lost);
    fresh.on("notification", ({ payload }) => onHint(payload ?? null));
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${channel}`);
      listensSinceMs = performance.now();
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
