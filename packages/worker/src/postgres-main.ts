// The embedded Postgres of one copy: starts it, ends when it ends, and stops it properly.
import { startCluster } from "@meridian/db";
import { readPostgresEnv } from "./env.ts";

const env = readPostgresEnv();
try {
  const cluster = await startCluster({
    dataDir: env.POSTGRES_DIR,
    port: env.POSTGRES_PORT,
    password: env.POSTGRES_PASSWORD,
  });
  process.stdout.write(
    `Postgres ${cluster.adopted ? "was running" : "runs"} on port ${env.POSTGRES_PORT} (process ${cluster.pid})\n`,
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
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
