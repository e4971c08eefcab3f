import { createLog } from "@meridian/logging";
import { readStartRequest } from "./env.ts";
import { runGateway } from "./gateway-process.ts";
import { helpText } from "./help-text.ts";
import type { GatewaySettings } from "./settings.ts";

/** Longer than streams and records are given: only what hangs (a database that does not answer) meets it. */
const stopWithinMs = 55_000;

const request = readStartRequest(process.argv.slice(2));
if (request.kind === "help") process.stdout.write(helpText);
else if (request.kind === "start") await main(request.settings);
else {
  process.stderr.write(`The gateway cannot start:\n${request.problems.map((problem) => `  ${problem}\n`).join("")}`);
  process.stderr.write("--help tells what can be set.\n");
  process.exitCode = 2;
}

async function main(settings: GatewaySettings): Promise<void> {
  const log = createLog(settings.logLevel, settings.name);
  // A bug must not leave half a process behind: say it and let the supervisor start another.
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "uncaught error");
    process.exit(1);
  });
  try {
    const gateway = await runGateway(settings, log);
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        // A second signal ends the process at once.
        process.once(signal, () => process.exit(1));
        log.info({ signal }, "stopping: streams may finish");
        setTimeout(() => {
          log.error("something did not end in time");
          process.exit(1);
        }, stopWithinMs).unref();
        gateway.stop().then(
          () => process.exit(0),
          (error: unknown) => {
            log.error({ err: error }, "did not stop cleanly");
            process.exit(1);
          },
        );
      });
    }
  } catch (error) {
    log.fatal({ err: error }, "the gateway cannot start");
    process.exit(1);
  }
}
