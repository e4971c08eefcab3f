import { join } from "node:path";
import { localMemory, SentPrompts, SharedMemory } from "@meridian/routing";
import { gatewayKeyring } from "@meridian/sealing";
import type { Logger } from "pino";
import packageJson from "../package.json" with { type: "json" };
import type { ControlPlaneFollower } from "./control-plane/control-plane-follower.ts";
import { FileFollower } from "./control-plane/file-follower.ts";
import { followControlPlane } from "./control-plane/follow-control-plane.ts";
import { UseReporter } from "./control-plane/use-reporter.ts";
import { instanceIdentity } from "./control-plane/instance-identity.ts";
import { createGateway } from "./create-gateway.ts";
import { readEnvironmentVariable } from "./env.ts";
import { EnginePoller } from "./engine-metrics/engine-poller.ts";
import { EnvironmentRegistry } from "./environments/environment-registry.ts";
import { defaultGatewayOptions } from "./gateway-options.ts";
import { HealthChecker } from "./health-checks/health-checker.ts";
import { listenOn } from "./listen-on.ts";
import { KeptLimits } from "./limits/kept-limits.ts";
import type { LiveHub } from "./live/live-hub.ts";
import { LiveServer } from "./live/live-server.ts";
import { createMonotonicClock } from "./monotonic-clock.ts";
import { createAdminServer } from "./observability/admin-server.ts";
import { createGatewayMetrics } from "./observability/gateway-metrics.ts";
import { createRecordPath, type RecordPathStorage } from "./records/record-path.ts";
import type { RecordSink } from "./records/record-sink.ts";
import { RequestPrinter } from "./records/request-printer.ts";
import { GatewayCounters } from "./server/gateway-counters.ts";
import type { GatewaySettings } from "./settings.ts";
import { RuleWatch } from "./signals/rule-watch.ts";
import { SignalBoard } from "./signals/signal-board.ts";
import { SignalRequests } from "./signals/signal-requests.ts";
import { ThreadFleet } from "./threads/thread-fleet.ts";
import { UpstreamPools } from "./upstream/upstream-pools.ts";

/** How long streams may run on after the process was told to stop. */
const drainMs = 30_000;

/** How long records may take to be written after the last request. */
const flushMs = 10_000;

export type GatewayProcess = {
  readonly publicPort: number;
  readonly adminPort: number;
  /** Its live feed, for who watches from within the process. */
  readonly hub: Pick<LiveHub, "subscribe" | "unsubscribe" | "tick">;
  /** Takes no more requests, lets those that run finish, writes what is left and says goodbye. */
  stop(): Promise<void>;
};

/** What stands in the place of a gateway's own parts: for tests, and to measure what they cost. */
export type ReplacedParts = {
  /** What threads run. */
  readonly threadEntry?: URL;
  /** Where records and cells are written to, in the place of the database. */
  readonly storage?: RecordPathStorage;
  /** Stands before all that counts, shows and keeps requests, and may let none of them through. */
  readonly sinkBefore?: (next: RecordSink) => RecordSink;
};

/** Runs a whole gateway. Rejects when a port is taken or the config file has errors. */
export async function runGateway(
  settings: GatewaySettings,
  log: Logger,
  { threadEntry, storage, sinkBefore }: ReplacedParts = {},
): Promise<GatewayProcess> {
  const { source, host, name } = settings;
  const clock = createMonotonicClock();
  const keyring = source.gatewayKey === null ? null : gatewayKeyring(source.gatewayKey);
  const folder = source.dataDir === undefined ? null : join(source.dataDir, "gateways", name);
  const cells = { instanceId: await instanceIdentity(folder), epoch: Math.floor(clock()) };
  // The driver of the database is loaded only where there is one.
  const store =
    source.kind === "database" ? (await import("./control-plane/open-store.ts")).openStore(source.url) : null;

  const { redisUrl } = settings;
  const pools = new UpstreamPools({ allowPrivate: settings.allowPrivateUpstreams });
  const workers = workersHere(settings.workers, log);
  const memory = workers > 1 ? new SharedMemory(workers) : null;
  const sentPrompts = redisUrl === null ? null : new SentPrompts();
  const registry = new EnvironmentRegistry({
    memory: memory ?? localMemory,
    openSecret: (sealed, environmentId, secret) => {
      if (!keyring) throw new Error("there is no gateway key to open secrets with");
      return keyring.openSecret(Buffer.from(sealed, "base64"), environmentId, secret);
    },
    readEnvironmentVariable: source.kind === "file" ? readEnvironmentVariable : () => undefined,
    pools,
    limitsShared: redisUrl !== null,
    sentPrompts,
  });
  const counters = new GatewayCounters();
  const { instanceId } = cells;
  const limits = await KeptLimits.open({ folder, redisUrl, instanceId, ledger: registry.ledger, counters, clock, log });
  const { otlpEndpoint } = settings;
  // Loaded only where somebody listens.
  const telemetry =
    otlpEndpoint === null
      ? null
      : (await import("./observability/otlp/start-telemetry.ts")).startTelemetry({
          endpoint: otlpEndpoint,
          registry,
          instanceId: cells.instanceId,
          version: packageJson.version,
          log,
        });
  const records = createRecordPath({
    droppedBefore: () => counters.recordsDropped,
    source: cells,
    registry,
    storage: storage ?? store,
    printer: settings.printRequests ? new RequestPrinter((line) => process.stdout.write(line)) : null,
    traces: telemetry?.sink ?? null,
    clock,
    log,
  });
  const live =
    keyring &&
    new LiveServer({ hub: records.hub, checkTicket: keyring.verifyTicket, source: cells, instanceName: name, clock });

  const snapshotsExpired = (): boolean =>
    follower !== null && clock() - (follower.state.lastHeardAtMs ?? cells.epoch) > settings.maxSnapshotAgeMs;
  const serving = {
    registry,
    sink: sinkBefore?.(records.sink) ?? records.sink,
    log,
    clock,
    options: {
      ...defaultGatewayOptions,
      host,
      port: settings.port,
      region: settings.region,
      maxInFlight: settings.maxInFlight,
      maxHeldBodyBytes: settings.maxHeldBodyBytes / workers,
      traces: telemetry !== null,
      instanceId: cells.instanceId,
    },
    snapshotsExpired,
    counters,
    ...(live ? { onUpgrade: live.upgrade.bind(live) } : {}),
  };
  const fleet =
    memory &&
    new ThreadFleet({ ...serving, memory, settings, sentPrompts, ...(threadEntry ? { entry: threadEntry } : {}) });
  const gateway = fleet ?? createGateway({ ...serving, random: Math.random });
  const environments = fleet ?? registry;

  let follower: ControlPlaneFollower | null = null;
  let file: FileFollower | null = null;
  if (source.kind === "file")
    file = new FileFollower({
      path: source.path,
      registry: environments,
      settled: async () => fleet?.settled(),
      clock,
      log,
    });
  else if (store && keyring && folder) {
    const liveUrl = `${settings.publicUrl.replace(/^http/, "ws")}/live`;
    const instance = { id: cells.instanceId, name, epoch: cells.epoch, liveUrl, version: packageJson.version };
    const verify = keyring.verifySnapshot;
    follower = followControlPlane({
      controlPlane: store.controlPlane,
      registry: environments,
      verify,
      instance,
      folder,
      confirm: fleet && ((application) => fleet.confirm(application)),
      clock,
      log,
    });
  }

  // Loaded only where there is one to talk to.
  const sharing =
    redisUrl === null
      ? null
      : await new (await import("./health-checks/redis-sharing.ts")).RedisSharing(redisUrl, instanceId).open();
  const peers =
    redisUrl === null || sentPrompts === null
      ? null
      : (await import("./peers/exchange-by-redis.ts")).exchangeByRedis(redisUrl, {
          registry,
          sent: sentPrompts,
          heardPrompts: fleet?.hearPrompts.bind(fleet),
          clock,
          log,
        });
  // Here alone, whatever threads serve: they all see what it finds.
  const checker = new HealthChecker({ registry, sharing, clock, random: Math.random, log });

  const poller = new EnginePoller({ registry, pools, clock, random: Math.random, log });

  const signals = new SignalBoard();
  const ruleWatch = new RuleWatch({ registry, signals, clock, log });

  const uses = store && new UseReporter({ store: store.uses, registry, log });

  let stopping = false;
  const { totals, hub, flusher, writer } = records;
  const metrics = createGatewayMetrics({
    registry,
    totals,
    counters,
    hub,
    flusher,
    recordWriter: writer,
    telemetry: telemetry?.sink ?? null,
    controlPlane: follower,
    leases: limits.leases,
    peers,
    signals,
    clock,
    startedAtMs: cells.epoch,
  });
  const admin = createAdminServer({
    metrics,
    ready: () => registry.ready,
    stopping: () => stopping,
    signals: new SignalRequests({ board: signals, token: settings.signalsToken, clock }),
  });

  const stop = async (): Promise<void> => {
    stopping = true;
    live?.close();
    hub.stop();
    file?.stop();
    poller.stop();
    ruleWatch.stop();
    await Promise.all([gateway.stop(drainMs), follower?.stop()]);
    peers?.stop();
    const [lost] = await Promise.all([
      records.stop(flushMs),
      limits.stop(),
      checker.stop(),
      uses?.stop(),
      telemetry?.stop(),
    ]);
    if (lost.records + lost.cells > 0) log.error(lost, "records could not be written and are lost");
    await Promise.all([pools.destroy(), store?.close()]);
    admin.close();
    admin.closeAllConnections();
  };

  try {
    const { port: adminPort } = await listenOn(admin, host, settings.adminPort);
    records.start();
    if (file && !(await file.start())) throw new Error("there is no config to serve with: see the lines above");
    await follower?.start();
    uses?.start();
    checker.start();
    poller.start();
    ruleWatch.start();
    await limits.start();
    await peers?.start();
    const { port: publicPort } = await gateway.start();
    log.info({ publicPort, adminPort, name, version: packageJson.version }, "the gateway serves");
    return { publicPort, adminPort, hub, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** Several threads take connections on one port only where the system shares them out. */
function workersHere(workers: number, log: Logger): number {
  if (workers === 1 || process.platform === "linux") return workers;
  log.warn({ workers, platform: process.platform }, "several workers need Linux: one serves");
  return 1;
}
