import { join } from "node:path";
import type { Command } from "./command/command.ts";
import { readArguments } from "./command/read-arguments.ts";
import { checkDatabase, checkGateways, readDatabaseFacts } from "./doctor/database-checks.ts";
import { fail, type Finding, warn } from "./doctor/finding.ts";
import { checkDataFolder, checkKeys, checkLogs, readKeys } from "./doctor/folder-checks.ts";
import { checkHealth } from "./doctor/health-checks.ts";
import { hasDatabaseFiles, type Installation, readInstallation } from "./doctor/installation.ts";
import { checkDisk, checkNode, checkPorts, freeBytesUnder } from "./doctor/machine-checks.ts";

const signs = { ok: "✓", warn: "!", fail: "✗" } as const;

/** `doctor`: what is wrong with this installation, and what to do. */
export const doctorCommand: Command = {
  summary: "looks for what is wrong with this installation",
  usage: `npm run doctor [-- options]

Looks at Node, ports, disk, data folder, keys, clocks, database, migrations, gateways, processes and logs; changes nothing.
Each line is ok (✓), to know (!) or broken (✗), with what to do. Exit code 0: nothing is broken; 1: something is.

  --json    prints the findings as JSON

Looks at what npm start would run with the same environment: MERIDIAN_DATA_DIR, the ports, DATABASE_URL; WORKER_PORT where
the worker runs without the launcher.`,
  run: async (args, console) => {
    const { values } = readArguments({ args: [...args], options: { json: { type: "boolean", default: false } } });
    const findings = await diagnose(readInstallation());
    if (values.json) console.out(JSON.stringify(findings, null, 2));
    else {
      for (const { state, check, found, fix } of findings) {
        console.out(`${signs[state]} ${check}: ${found}`);
        if (fix !== null) console.out(`    ${fix}`);
      }
    }
    return findings.some(({ state }) => state === "fail") ? 1 : 0;
  },
};

async function diagnose(installation: Installation): Promise<readonly Finding[]> {
  const { dataDir } = installation;
  return [
    checkNode(process.versions.node),
    checkDisk(dataDir, freeBytesUnder(dataDir)),
    checkDataFolder(installation),
    checkKeys(installation),
    ...(await checkPorts(installation)),
    ...(await diagnoseDatabase(installation)),
    ...(await diagnoseProcesses(installation)),
    ...checkLogs(installation, Date.now()),
  ];
}

async function diagnoseDatabase(installation: Installation): Promise<readonly Finding[]> {
  const { outsideDatabase, running, ports, dataDir } = installation;
  const keys = readKeys(dataDir);
  const embedded = keys && `postgres://postgres:${keys.postgresPassword}@127.0.0.1:${ports.POSTGRES_PORT}/meridian`;
  const url = outsideDatabase ?? (hasDatabaseFiles(installation) ? embedded : null);
  if (url === null) return [warn("Database", "not made yet", "Start Meridian: npm start")];
  const askedMs = Date.now();
  const facts = await readDatabaseFacts(url);
  if (typeof facts !== "string") {
    // The answer is at most as old as the asking took.
    const now = Date.now();
    const difference = facts.nowMs < askedMs ? facts.nowMs - askedMs : Math.max(0, facts.nowMs - now);
    return [...checkDatabase(facts, difference), ...(running ? checkGateways(facts) : [])];
  }
  return outsideDatabase === null && !running
    ? [warn("Database", "not running", "Start Meridian: npm start")]
    : [
        fail(
          "Database",
          facts,
          outsideDatabase ? "Mend DATABASE_URL, or start that Postgres." : `See its log, ${dataDir}/postgres.log`,
        ),
      ];
}

async function diagnoseProcesses({ running, dataDir, ports }: Installation): Promise<readonly Finding[]> {
  const workerPort = process.env["WORKER_PORT"];
  if (!running && !workerPort)
    return [warn("Processes", "Meridian does not run from this folder", "Start it: npm start")];
  const admin = running?.gatewayAdminUrl ?? `http://127.0.0.1:${ports.GATEWAY_ADMIN_PORT}`;
  const worker = running?.workerUrl ?? `http://127.0.0.1:${workerPort}`;
  const log = (name: string): string => join(dataDir, "logs", `${name}.log`);
  return checkHealth([
    { name: "Gateway", log: log("gateway"), url: `${admin}/healthz` },
    { name: "Worker", log: log("worker"), url: `${worker}/healthz` },
    { name: "Web app", log: log("web"), url: `http://127.0.0.1:${ports.WEB_PORT}/api/health` },
  ]);
}
