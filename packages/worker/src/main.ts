import { openDatabase } from "@meridian/db";
import { type Logger, pino } from "pino";
import { createDuties } from "./duties.ts";
import { readWorkerEnv, type WorkerEnv } from "./env.ts";
import { createHealthServer } from "./health-server.ts";
import { Worker } from "./worker.ts";

let env: WorkerEnv | null = null;
try {
  env = readWorkerEnv();
} catch (error) {
  process.stderr.write(`The worker cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
if (env) main(env, pino({ name: "worker", level: env.LOG_LEVEL }));

function main(env: WorkerEnv, log: Logger): void {
  const database = openDatabase(env.DATABASE_URL, { poolMax: 3 });
  const retention = {
    requests: env.REQUESTS_RETENTION_DAYS,
    requestDetails: env.REQUEST_DETAILS_RETENTION_DAYS,
    tenSecondCells: env.CELLS_10S_RETENTION_DAYS,
    minuteCells: env.CELLS_1M_RETENTION_DAYS,
    hourCells: env.CELLS_1H_RETENTION_DAYS,
  };
  const worker = new Worker({
    databaseUrl: env.DATABASE_URL,
    duties: createDuties(database, retention, Date.now),
    // A wall clock that is set back must not make every duty wait.
    clock: () => performance.now(),
    log,
  });
  const health = createHealthServer(() => worker.state);
  health.on("error", (error) => {
    log.fatal({ err: error }, "the worker cannot listen");
    process.exit(1);
  });
  if (env.WORKER_PORT !== undefined) health.listen(env.WORKER_PORT, "127.0.0.1");
  worker.start();

  const stop = async (): Promise<void> => {
    await worker.stop();
    await database.close();
    health.close();
    health.closeAllConnections();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      // A second signal ends the process at once.
      process.once(signal, () => process.exit(1));
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, "did not stop cleanly");
          process.exit(1);
        },
      );
    });
  }
}
