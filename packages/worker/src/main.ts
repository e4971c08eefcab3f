import { openDatabase } from "@meridian/db";
import { createLog, type Logger } from "@meridian/logging";
import { deriveKeys } from "@meridian/operations";
import { createDuties } from "./duties.ts";
import { readWorkerSettings } from "./env.ts";
import { createHealthServer } from "./health-server.ts";
import { createMailDuty } from "./mail/mail-duty.ts";
import { createSmtpSender } from "./mail/smtp-sender.ts";
import type { WorkerSettings } from "./settings.ts";
import { Worker } from "./worker.ts";

let settings: WorkerSettings | null = null;
try {
  settings = readWorkerSettings();
} catch (error) {
  process.stderr.write(`The worker cannot start:\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
if (settings) main(settings, createLog(settings.logLevel, "worker"));

function main({ databaseUrl, port, retention, mail }: WorkerSettings, log: Logger): void {
  const database = openDatabase(databaseUrl, { poolMax: 3 });
  const duties = [...createDuties(database, retention, Date.now)];
  const sender = mail && createSmtpSender(mail);
  if (mail && sender) {
    const parts = { db: database, keys: deriveKeys(mail.masterKey), clock: Date.now };
    duties.push(createMailDuty(parts, sender.send));
  }
  // A wall clock that is set back must not make every duty wait.
  const worker = new Worker({ databaseUrl, duties, clock: () => performance.now(), log });
  const health = createHealthServer(
    () => worker.state,
    async () => (await database.prisma.installation.findUnique({ where: { id: 1 } }))?.demo ?? "absent",
  );
  health.on("error", (error) => {
    log.fatal({ err: error }, "the worker cannot listen");
    process.exit(1);
  });
  if (port !== null) health.listen(port, "127.0.0.1");
  worker.start();

  const stop = async (): Promise<void> => {
    await worker.stop();
    sender?.close();
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
