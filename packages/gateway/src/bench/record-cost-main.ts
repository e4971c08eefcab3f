import { parseArgs } from "node:util";
import { createLog } from "@meridian/logging";
import { dryRecordStorage } from "../control-plane/dry-record-storage.ts";
import { readStartRequest } from "../env.ts";
import { fileEnvironmentId } from "../environments/environment-source.ts";
import { runGateway } from "../gateway-process.ts";
import type { LiveClient } from "../live/live-client.ts";
import type { RecordPathStorage } from "../records/record-path.ts";

// The gateway with and without what stands behind the request path, for the benchmark: SIGUSR2 turns it on and off, and SIGHUP
// does not; both have it write what it has served and used by then: requests, and us of CPU time. Off, records go nowhere. On,
// with `--records counted`, every one is counted and put into cells, and the live feed has a watcher, as of a gateway without a
// database; with `stored` they are queued and made into batches for the database besides, of which the driver would only
// have to send the bytes.
const { values } = parseArgs({
  options: { config: { type: "string", default: "" }, records: { type: "string", default: "stored" } },
});

const request = readStartRequest(["--config", values.config, "--port", "0", "--admin-port", "0"], {
  LOG_LEVEL: "warn",
});
if (request.kind !== "start") throw new Error("The benchmark's settings are not those of a gateway.");
const { settings } = request;

let on = true;
let requests = 0;
let written = 0;
const storage: RecordPathStorage = {
  records: dryRecordStorage((bytes) => void (written += bytes)),
  cells: {
    async upsert(cells) {
      written += Buffer.byteLength(JSON.stringify(cells));
    },
  },
};
const gateway = await runGateway(settings, createLog(settings.logLevel, settings.name), {
  ...(values.records === "stored" ? { storage } : {}),
  sinkBefore: (next) => ({
    accept: (record, parent) => {
      requests++;
      if (on) next.accept(record, parent);
    },
  }),
});

const watcher: LiveClient = { bufferedBytes: 0, send: (frame) => void (written += frame.length), end: () => undefined };
gateway.hub.subscribe(fileEnvironmentId, watcher);
const tell = (): void => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${requests} ${user + system}\n`);
};
process.on("SIGUSR2", () => {
  // What is gathered by now is counted, shown and kept now, where it came from.
  if (on) gateway.hub.tick();
  on = !on;
  // Batches are made in the turn's last microtask.
  setImmediate(tell);
});
process.on("SIGHUP", tell);
process.stdout.write(`${gateway.publicPort} ${gateway.adminPort}\n`);
process.once("SIGTERM", () => process.exit(written < 0 ? 1 : 0));
