// The embedded Postgres of one copy: starts it, ends when it ends, and stops it properly.
import { startCluster } from "@meridian/db";
import { createLog } from "@meridian/logging";
import { readPostgresEnv } from "./env.ts";

const env = readPostgresEnv();
const log = createLog("info", "postgres");
try {
  const cluster = await startCluster({
    dataDir: env.POSTGRES_DIR,
    port: env.POSTGRES_PORT,
    password: env.POSTGRES_PASSWORD,
  });
  const how = cluster.adopted ? "was running" : "runs";
  log.info(
    { port: env.POSTGRES_PORT, pid: cluster.pid },
    `Postgres ${how} on port ${env.POSTGRES_PORT} (process ${cluster.pid})`,
  );
  cluster.onEnd(() => process.exit(1));
  const alive = setInterval(() => {}, 60_000);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      clearInterval(alive);
      cluster.stop();
      process.exit(0);
    });
  }
} catch (error) {
  log.fatal(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
