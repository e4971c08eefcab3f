import { parseArgs } from "node:util";
import { createLog } from "@meridian/logging";
import { dryRecordStorage } from "../control-plane/dry-record-storage.ts";
import { readStartRequest } from "../env.ts";
import { fileEnvironmentId } from "../environments/environment-source.ts";
import { runGateway } from "../gateway-process.ts";
import type { RecordPathStorage } from "../records/record-path.ts";

// The gateway with and without what stands behind the request path, for the benchmark. With `--records off` records go
// nowhere. With `counted` every one is counted and put into cells, the live feed has a watcher and the metrics are scraped
// each second, as of a gateway without a database. With `stored` they are queued and made into batches for the database
// besides, of which the driver would only have to send the bytes.
const { values } = parseArgs({
  options: { config: { type: "string", default: "" }, records: { type: "string", default: "stored" } },
});
const scrapeMs = 1_000;

const request = readStartRequest(["--config", values.config, "--port", "0", "--admin-port", "0"], {
  LOG_LEVEL: "warn",
});
if (request.kind !== "start") throw new Error("The benchmark's settings are not those of a gateway.");
const { settings } = request;

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
  ...(values.records === "off" ? { sink: { accept: () => undefined } } : {}),
});
if (values.records !== "off") {
  gateway.hub.subscribe(fileEnvironmentId, {
    bufferedBytes: 0,
    send: (frame) => void (written += frame.length),
    end: () => undefined,
  });
  const scrape = async (): Promise<void> => {
    const reply = await fetch(`http://${settings.host}:${gateway.adminPort}/metrics`);
    written += (await reply.text()).length;
  };
  setInterval(() => void scrape(), scrapeMs).unref();
}
process.stdout.write(`${gateway.publicPort}\n`);
process.once("SIGTERM", () => process.exit(written < 0 ? 1 : 0));
