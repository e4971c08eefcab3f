import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

export type { Prisma, PrismaClient } from "./generated/client.ts";

/** One pool of connections and what stands on it: Prisma for the control plane's tables, plain SQL for the large ones. */
export type Database = {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

/** Opens nothing by itself: the first query connects. `poolMax` bounds the connections of each of the two. */
export function openDatabase(url: string, { poolMax = 10 }: { readonly poolMax?: number } = {}): Database {
  const connection = { connectionString: url, max: poolMax, connectionTimeoutMillis: 5_000, keepAlive: true };
  // Compiling a query takes longer than the longest of them runs.
  const pool = new pg.Pool({ ...connection, options: "-c jit=off" });
  // An idle connection that breaks is replaced by the pool; without a listener the process would end.
  pool.on("error", () => {});
  const prisma = new PrismaClient({
    adapter: new PrismaPg(connection, { onPoolError: () => {} }),
  });
  return {
    prisma,
    pool,
    close: async () => {
      await Promise.all([prisma.$disconnect(), pool.end()]);
    },
  };
}
