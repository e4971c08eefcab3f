import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../free-port/src/index.ts";
import { claim } from "./claim.mjs";
import { databaseUrlOf, startPostgres } from "./database.mjs";
import { endWithDemo, startFleet, startTraffic } from "./demo.mjs";
import { installDependencies } from "./install.mjs";
import { inRoot, root } from "./place.mjs";
import { buildWeb, generateDatabaseClient } from "./prepare.mjs";
import { done, failed, faint, GiveUp, giveUp, say, seconds } from "./say.mjs";
import { Services } from "./services.mjs";
import { setupCode } from "./setup-code.mjs";
import { prepareDataDir, readSettings, requireFreePorts } from "./settings.mjs";
import { answers, runNode, until } from "./steps.mjs";
import { packagesOf, watchSources } from "./watch-sources.mjs";

const usage = `npm start [-- options]

Installs, prepares, builds and runs Meridian: web app, gateway, worker, an embedded Postgres and a live demo.

  --no-demo    without the demo's workspace, upstreams, traffic and people: the first page makes an account and a workspace
  --help       this text

The first start decides, and the data folder remembers: one begun without the demo stays without, and one begun with it
keeps it until someone deletes the demo in the app.

Environment: WEB_PORT 3000, GATEWAY_PORT 4000, GATEWAY_ADMIN_PORT 4001, POSTGRES_PORT 5433, MERIDIAN_DATA_DIR .data,
DATABASE_URL (a Postgres of your own). The README has the whole table.`;

export const main = (args) => startCopy(args, { development: false });

/** @param {{ development: boolean }} mode whether the web app is compiled as it is looked at, and what changes starts anew */
export async function startCopy(args, { development }) {
  if (args.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const unknown = args.find((arg) => arg !== "--no-demo");
  if (unknown !== undefined) giveUp(`Unknown option ${unknown}. See: npm start -- --help`);
  const demoWanted = args.includes("--no-demo") ? "no" : "as_before";

  const startedMs = Date.now();
  const dataDir = prepareDataDir();
  const release = claim(dataDir);
  process.on("exit", release);
  // Before the long work of installing: what would stop the start is told at once.
  const settings = { ...readSettings(dataDir), demoWanted, development };
  await requireFreePorts(settings);
  installDependencies();
  const services = new Services(dataDir);
  services.onStopped(() => rmSync(join(dataDir, "run.json"), { force: true }));
  try {
    await startAll(services, settings, startedMs);
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error;
    if (!services.stopping) failed(error.message);
    await services.stop(1);
  }
}

async function startAll(services, settings, startedMs) {
  const { dataDir, ports, development } = settings;
  await generateDatabaseClient();
  const [prepared] = await Promise.all([prepareDatabase(services, settings), development || buildWeb()]);
  if (services.stopping) return;

  const env = { ...process.env, ...environmentOf(settings, prepared) };
  const host = "127.0.0.1";
  const workerPort = await freePort();
  const { demo } = prepared;
  const url = {
    web: `http://localhost:${ports.WEB_PORT}`,
    gateway: `http://localhost:${ports.GATEWAY_PORT}/v1`,
    admin: `http://${host}:${ports.GATEWAY_ADMIN_PORT}`,
  };

  const probes = {
    ...(demo && { "demo-fleet": `http://${host}:${demo.fleetPorts.at(-1)}/health` }),
    // Ready means that there is something to serve, which nobody promises before the first config.
    gateway: `${url.admin}/${demo ? "readyz" : "healthz"}`,
    worker: `http://${host}:${workerPort}/healthz`,
    web: `http://${host}:${ports.WEB_PORT}/api/health`,
  };
  const start = (name, args, given, more) => services.start(name, args, given, { probe: probes[name], ...more });

  if (demo) startFleet(start, settings, demo);
  start("gateway", [inRoot("packages/gateway/src/main.ts")], {
    ...env,
    DATABASE_URL: prepared.gatewayDatabaseUrl,
    MERIDIAN_MASTER_KEY: "",
  });
  start("worker", [inRoot("packages/worker/src/main.ts")], { ...env, WORKER_PORT: String(workerPort) });
  start(
    "web",
    [
      inRoot("node_modules/next/dist/bin/next"),
      development ? "dev" : "start",
      "-H",
      host,
      "-p",
      String(ports.WEB_PORT),
    ],
    // By what it is bound to the web app may believe that who asks sits at this machine.
    { ...env, WEB_LOOPBACK: "1", NODE_ENV: development ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" },
    { cwd: inRoot("apps/web") },
  );

  const titles = { "demo-fleet": "Demo fleet", gateway: "Gateway", worker: "Worker", web: "Web app" };
  await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => {
      const title = titles[name];
      if (
        await until(
          () => answers(probe),
          60_000,
          () => services.stopping,
        )
      )
        done(`${title} is up (${seconds(startedMs)})`);
      else if (!services.stopping) {
        say(services.tail(name));
        giveUp(
          `${title} did not become healthy within 60 s: ${probe} does not answer 200. Its log is ${services.logFile(name)}.`,
        );
      }
    }),
  );
  if (services.stopping) return;
  if (demo) startTraffic(start, settings, demo);

  let ofDemo = demo;
  const run = () => ({
    pid: process.pid,
    url: url.web,
    gatewayUrl: url.gateway,
    gatewayAdminUrl: url.admin,
    databaseUrl: prepared.databaseUrl,
    dataDir,
    workerUrl: `http://${host}:${workerPort}`,
    ...ofDemo,
    processes: services.pids,
  });
  const writeRun = () => writeRunFile(dataDir, run());
  writeRun();
  services.supervise(writeRun);
  if (development) reloadOnChange(services);
  say(box(run(), settings, prepared, env, seconds(startedMs)));
  if (demo) {
    endWithDemo(services, settings, `http://${host}:${workerPort}/demo`, () => {
      ofDemo = null;
      writeRun();
    });
  }
}

/** What a service is made of; Next itself looks after the sources of the web app. */
const homes = {
  gateway: "packages/gateway",
  worker: "packages/worker",
  web: "apps/web",
  "demo-fleet": "packages/simulator",
  "demo-traffic": "packages/cli",
};

function reloadOnChange(services) {
  const programs = Object.fromEntries(Object.entries(homes).map(([name, home]) => [name, packagesOf(root, home)]));
  watchSources(root, programs, (names, file) => {
    const running = names.filter((name) => services.has(name));
    if (running.length === 0) return;
    say(`${file} changed, starting anew: ${running.join(", ")}`);
    for (const name of running) void services.restart(name);
  });
}

/** Never seen half written: scripts read it while processes come and go. */
function writeRunFile(dataDir, run) {
  const file = join(dataDir, "run.json");
  writeFileSync(`${file}.new`, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Postgres up, migrated, roles set, seeded if there is to be a demo. */
async function prepareDatabase(services, settings) {
  const { dataDir, keys, demoWanted } = settings;
  const startedMs = Date.now();
  startPostgres(services, settings);
  const databaseUrl = databaseUrlOf(settings);
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    MERIDIAN_MASTER_KEY: keys.masterKey,
    GATEWAY_ROLE_PASSWORD: keys.gatewayRolePassword,
    DEMO_FLEET_KEY: keys.demoFleetKey,
    DEMO_WANTED: demoWanted,
    DEMO_FILE: join(dataDir, "demo.json"),
  };
  const { status, stdout, stderr } = await runNode([inRoot("packages/worker/src/prepare-main.ts")], {
    env,
    onLine: (line) => done(line),
  });
  if (services.stopping) return undefined;
  if (status !== 0) {
    giveUp(stdout.trim() || `The database could not be prepared:\n${stderr.trim()}`);
  }
  done(`Database is ready (${seconds(startedMs)})`);
  return { databaseUrl, ...JSON.parse(stdout) };
}

function environmentOf({ dataDir, ports, keys }, prepared) {
  return {
    MERIDIAN_DATA_DIR: dataDir,
    DATABASE_URL: prepared.databaseUrl,
    MERIDIAN_MASTER_KEY: keys.masterKey,
    MERIDIAN_GATEWAY_KEY: prepared.gatewayKey,
    WEB_PORT: String(ports.WEB_PORT),
    GATEWAY_PORT: String(ports.GATEWAY_PORT),
    GATEWAY_ADMIN_PORT: String(ports.GATEWAY_ADMIN_PORT),
    GATEWAY_PUBLIC_URL: process.env.GATEWAY_PUBLIC_URL ?? `http://localhost:${ports.GATEWAY_PORT}`,
    ALLOW_PRIVATE_UPSTREAMS: process.env.ALLOW_PRIVATE_UPSTREAMS ?? "true",
    NEXTAUTH_SECRET: keys.sessionSecret,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL ?? `http://localhost:${ports.WEB_PORT}`,
    MERIDIAN_DEMO: prepared.demo ? "1" : "0",
    MERIDIAN_SETUP_CODE: setupCode(dataDir, prepared.ownerMissing) ?? "",
  };
}

function box(run, { dataDir }, { demo, ownerMissing }, env, took) {
  const lines = [
    `Meridian is running (${took}).`,
    "",
    `  Open       ${run.url}`,
    `  Gateway    ${run.gatewayUrl}`,
    ...(demo ? demoLines(run) : ownerMissing ? firstOwnerLines(env) : []),
    "",
    `  Stop       Ctrl-C`,
    `  Reset      stop, then delete ${dataDir}`,
  ];
  const width = Math.max(...lines.map((line) => line.length)) + 2;
  const rule = faint("─".repeat(width));
  return ["", rule, ...lines.map((line) => ` ${line}`), rule].join("\n");
}

function demoLines(run) {
  return [
    `  Demo key   ${run.gatewayKey}`,
    `  Users      one click on the sign-in page, or password ${run.password}`,
    ...run.users.map(({ role, email }) => `    ${role.padEnd(14)} ${email}`),
    "",
    `  curl ${run.gatewayUrl}/chat/completions \\`,
    `    -H "Authorization: Bearer ${run.gatewayKey}" -H "Content-Type: application/json" \\`,
    `    -d '{"model":"support-chat","messages":[{"role":"user","content":"Where is my order?"}]}'`,
  ];
}

function firstOwnerLines(env) {
  return [
    "",
    "  Nobody has an account yet: open the page and make the first one.",
    `  Setup code ${env.MERIDIAN_SETUP_CODE} (asked for unless the page is opened on this machine by localhost)`,
  ];
}
