import { parentPort, workerData } from "node:worker_threads";
import { createLog } from "@meridian/logging";
import { hearPrompts, JoinedMemory, SentPrompts } from "@meridian/routing";
import { gatewayKeyring } from "@meridian/sealing";
import { createGateway } from "../create-gateway.ts";
import { readEnvironmentVariable } from "../env.ts";
import { type ApplyResult, EnvironmentRegistry } from "../environments/environment-registry.ts";
import { createMonotonicClock } from "../monotonic-clock.ts";
import { GatewayCounters } from "../server/gateway-counters.ts";
import { UpstreamPools } from "../upstream/upstream-pools.ts";
import { LiveRelay } from "./live-relay.ts";
import type { EnvironmentChange, FromThread, ThreadStart, ToThread } from "./messages.ts";
import { RecordHandover } from "./record-handover.ts";

/** How often the keeper hears what was counted, and what was sent to upstreams. */
const tellMs = 250;

/** The request path once more, in a thread of its own: the keeper has everything else. */
async function serve(start: ThreadStart): Promise<void> {
  const { thread, settings, options } = start;
  const { source } = settings;
  const log = createLog(settings.logLevel, settings.name).child({ thread });
  const clock = createMonotonicClock();
  const keyring = source.gatewayKey === null ? null : gatewayKeyring(source.gatewayKey);
  const memory = new JoinedMemory(start.memory, thread);
  const pools = new UpstreamPools({ allowPrivate: settings.allowPrivateUpstreams });
  const sentPrompts = new SentPrompts();
  const registry = new EnvironmentRegistry({
    openSecret: (sealed, environmentId, secret) => {
      if (!keyring) throw new Error("there is no gateway key to open secrets with");
      return keyring.openSecret(Buffer.from(sealed, "base64"), environmentId, secret);
    },
    readEnvironmentVariable: source.kind === "file" ? readEnvironmentVariable : () => undefined,
    pools,
    memory,
    limitsShared: settings.redisUrl !== null,
    sentPrompts,
  });
  const counters = new GatewayCounters();
  const handover = new RecordHandover((records) => post({ kind: "records", records }), counters, log);
  const live = keyring && new LiveRelay(post);
  let { snapshotsExpired } = start;
  const gateway = createGateway({
    registry,
    sink: handover,
    log,
    clock,
    random: Math.random,
    options,
    snapshotsExpired: () => snapshotsExpired,
    counters,
    ...(live ? { onUpgrade: live.upgrade.bind(live) } : {}),
  });
  let promptsDropped = 0;
  const tell = setInterval(() => {
    post({ kind: "counters", counters });
    const prompts = sentPrompts.take();
    const dropped = sentPrompts.dropped - promptsDropped;
    promptsDropped += dropped;
    if (prompts.length > 0) post({ kind: "prompts", prompts, dropped });
  }, tellMs);

  const change = (what: EnvironmentChange): ApplyResult | null => {
    if (what.kind === "apply") return registry.apply(what.source, what.atMs);
    registry.keepOnly(new Set(what.environmentIds));
    return null;
  };
  const stop = async (drainMs: number): Promise<void> => {
    await gateway.stop(drainMs);
    clearInterval(tell);
    handover.flush();
    post({ kind: "counters", counters });
    await pools.destroy();
    live?.close();
    post({ kind: "stopped" });
  };

  for (const each of start.changes) change(each);
  parentPort?.on("message", (message: ToThread) => {
    switch (message.kind) {
      case "change":
        memory.learn(message.blocks);
        return post({ kind: "changed", number: message.number, result: change(message.change) });
      case "snapshots_expired":
        snapshotsExpired = message.expired;
        return;
      case "records_taken":
        return handover.taken(message.count);
      case "prompts":
        for (const { state } of registry.all()) hearPrompts(message.prompts, state.upstreams());
        return;
      case "stop":
        return void stop(message.drainMs);
      default:
        live?.take(message);
    }
  });
  const { port } = await gateway.start();
  post({ kind: "listening", port });
}

function post(message: FromThread): void {
  parentPort?.postMessage(message, []);
}

await serve(workerData as ThreadStart);
