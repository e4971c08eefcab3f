import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createLog } from "@meridian/logging";
import { dryRecordStorage } from "../control-plane/dry-record-storage.ts";
import { createGateway } from "../create-gateway.ts";
import { EnvironmentRegistry } from "../environments/environment-registry.ts";
import { fileEnvironmentId } from "../environments/environment-source.ts";
import { defaultGatewayOptions } from "../gateway-options.ts";
import type { LiveClient } from "../live/live-client.ts";
import { createMonotonicClock } from "../monotonic-clock.ts";
import { createGatewayMetrics } from "../observability/gateway-metrics.ts";
import { createRecordPath } from "../records/record-path.ts";
import { GatewayCounters } from "../server/gateway-counters.ts";
import { UpstreamPools } from "../upstream/upstream-pools.ts";

// The request path with and without what stands behind it, for the benchmark. With `--records off` records go nowhere. With
// `counted` every one is counted and put into cells, the live feed has a watcher and the metrics are scraped each second, as
// of a gateway without a database. With `stored` they are queued and made into batches for the database besides, of which
// the driver would only have to send the bytes.
const { values } = parseArgs({
  options: { config: { type: "string", default: "" }, records: { type: "string", default: "stored" } },
});
const scrapeMs = 1_000;

const clock = createMonotonicClock();
const log = createLog("warn", "gateway");
const pools = new UpstreamPools({ allowPrivate: true });
const registry = new EnvironmentRegistry({
  openSecret: () => {
    throw new Error("The benchmark has no secrets.");
  },
  readEnvironmentVariable: () => undefined,
  pools,
});
const applied = registry.apply({ kind: "file", yaml: readFileSync(values.config, "utf8") }, clock());
if (applied.state !== "applied") throw new Error("The benchmark's config is not served.");
const counters = new GatewayCounters();
const source = { instanceId: "bench", epoch: Math.floor(clock()) };
let written = 0;
const records = createRecordPath({
  source,
  registry,
  storage:
    values.records !== "stored"
      ? null
      : {
          records: dryRecordStorage((bytes) => void (written += bytes)),
          cells: {
            async upsert(cells) {
              written += Buffer.byteLength(JSON.stringify(cells));
            },
          },
        },
  printer: null,
  traces: null,
  clock,
  log,
});
if (values.records !== "off") {
  const { totals, hub, flusher, writer } = records;
  records.start();
  const watcher: LiveClient = {
    bufferedBytes: 0,
    send: (frame) => void (written += frame.length),
    end: () => undefined,
  };
  hub.subscribe(fileEnvironmentId, watcher);
  const metrics = createGatewayMetrics({
    registry,
    totals,
    counters,
    hub,
    flusher,
    recordWriter: writer,
    telemetry: null,
    leases: null,
    controlPlane: null,
    clock,
    startedAtMs: source.epoch,
  });
  setInterval(() => void metrics.metrics().then((text) => (written += text.length)), scrapeMs).unref();
}
const gateway = createGateway({
  registry,
  sink: values.records !== "off" ? records.sink : { accept: () => undefined },
  log,
  clock,
  random: Math.random,
  options: { ...defaultGatewayOptions, port: 0, instanceId: source.instanceId },
  counters,
});
const { port } = await gateway.start();
process.stdout.write(`${port}\n`);
process.once("SIGTERM", () => process.exit(written < 0 ? 1 : 0));
