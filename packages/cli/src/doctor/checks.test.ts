import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkDatabase, checkGateways, type DatabaseFacts } from "./database-checks.ts";
import { checkDataFolder, checkKeys, checkLogs } from "./folder-checks.ts";
import { checkHealth } from "./health-checks.ts";
import { type Installation, readInstallation } from "./installation.ts";
import { checkDisk, checkNode, checkPorts } from "./machine-checks.ts";

function installation(more: Partial<Installation> = {}): Installation {
  const dataDir = mkdtempSync(join(tmpdir(), "meridian-doctor-"));
  chmodSync(dataDir, 0o711);
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return { ...readInstallation({ MERIDIAN_DATA_DIR: dataDir }), ...more };
}

const facts: DatabaseFacts = {
  version: "18.4",
  nowMs: 0,
  bytes: 1_048_576,
  migrations: { applied: ["1_init"], pending: [], failed: [], unknown: [] },
  gateways: [{ name: "gateway-1", version: "0.1.0", heartbeatAgeMs: 2_000 }],
  environments: [{ name: "acme/production", configVersion: 7, appliedBy: ["gateway-1"], rejectedBy: [] }],
};
const states = (findings: readonly { readonly state: string }[]) => findings.map(({ state }) => state);

describe("the machine", () => {
  it("has Node 22.18 or later, and 500 MB of disk", () => {
    expect(
      [checkNode("24.21.0"), checkNode("22.18.0"), checkNode("22.17.9"), checkNode("20.19.0")].map(
        ({ state }) => state,
      ),
    ).toEqual(["ok", "ok", "fail", "fail"]);
    const free = [10_000, 1_000, 400].map((mb) => checkDisk("/data", mb * 1_048_576));
    expect(states(free)).toEqual(["ok", "warn", "fail"]);
    expect(free[2]).toMatchObject({
      found: "0.4 GB free under /data",
      fix: expect.stringContaining("MERIDIAN_DATA_DIR"),
    });
  });

  it("has ports that are free, or held by the copy that runs, and by nobody else", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const address = other.address();
    const taken = address !== null && typeof address === "object" ? address.port : 0;
    const here = installation({
      ports: { WEB_PORT: taken, GATEWAY_PORT: taken, GATEWAY_ADMIN_PORT: taken, POSTGRES_PORT: taken },
      outsideDatabase: "postgres://elsewhere",
    });
    const findings = await checkPorts(here);
    expect(findings).toHaveLength(3);
    expect(findings[0]).toMatchObject({ state: "fail", fix: expect.stringContaining(`WEB_PORT=${taken + 10}`) });
    const running = { pid: 1, url: "", gatewayAdminUrl: "", workerUrl: "" };
    expect((await checkPorts({ ...here, running }))[0]).toMatchObject({ state: "ok", found: "held by this copy" });
  });
});

describe("the data folder", () => {
  const good = JSON.stringify({
    masterKey: "0".repeat(64),
    sessionSecret: "s".repeat(16),
    postgresPassword: "p".repeat(16),
    gatewayRolePassword: "g".repeat(16),
  });
  const keys = (here: Installation, text: string, mode: number): void => {
    writeFileSync(join(here.dataDir, "keys.json"), text);
    chmodSync(join(here.dataDir, "keys.json"), mode);
  };

  it("is closed to others, and so are its keys", () => {
    const here = installation();
    keys(here, good, 0o600);
    expect(states([checkDataFolder(here), checkKeys(here)])).toEqual(["ok", "ok"]);
    chmodSync(here.dataDir, 0o755);
    keys(here, good, 0o644);
    expect([checkDataFolder(here), checkKeys(here)]).toMatchObject([
      { state: "warn", fix: expect.stringContaining("chmod 711") },
      { state: "fail", fix: expect.stringContaining("chmod 600") },
    ]);
  });

  it("has keys that are whole, unless there is nothing yet that they open", () => {
    const here = installation();
    expect(checkKeys(here).state).toBe("ok");
    keys(here, good.slice(0, 40), 0o600);
    expect(checkKeys(here)).toMatchObject({ state: "fail", found: expect.stringContaining("damaged") });
    rmSync(join(here.dataDir, "keys.json"));
    mkdirSync(join(here.dataDir, "postgres"));
    expect(checkKeys(here)).toMatchObject({ state: "fail", found: expect.stringContaining("is gone") });
    expect(checkKeys({ ...here, masterKey: "0".repeat(64) }).state).toBe("ok");
  });

  it("has logs whose errors of the last 24 hours are counted, whatever else stands in them", () => {
    const here = installation();
    mkdirSync(join(here.dataDir, "logs"));
    const nowMs = 1_800_000_000_000;
    const line = (level: number, agoMs: number, msg: string) => JSON.stringify({ level, time: nowMs - agoMs, msg });
    const lines = [
      "no JSON",
      "{broken",
      line(30, 0, "fine"),
      line(50, 90_000_000, "long ago"),
      line(50, 60_000, "first"),
      line(60, 1_000, "last"),
    ];
    writeFileSync(join(here.dataDir, "logs", "web.log"), `${lines.join("\n")}\n`);
    writeFileSync(join(here.dataDir, "logs", "worker.log"), "");
    expect(checkLogs(here, nowMs)).toMatchObject([
      { check: "Errors of web", state: "warn", found: "2 in the last 24 hours, the newest: last" },
    ]);
  });
});

describe("the database", () => {
  it("is the Postgres that is tried, with our clock and all migrations", () => {
    expect(states(checkDatabase(facts, 300))).toEqual(["ok", "ok", "ok"]);
    expect(states(checkDatabase({ ...facts, version: "16.2" }, -5_000))).toEqual(["warn", "fail", "ok"]);
  });

  it.each([
    ["pending", "warn", "npm start applies them"],
    ["failed", "fail", "Restore the backup"],
    ["unknown", "fail", "Run that release"],
  ] as const)("tells of migrations that are %s", (kind, state, fix) => {
    const migrations = { ...facts.migrations, [kind]: ["2_next"] };
    expect(checkDatabase({ ...facts, migrations }, 0)[2]).toMatchObject({
      state,
      fix: expect.stringContaining(fix),
      found: expect.stringContaining("2_next"),
    });
  });

  it("has heard of gateways, which serve what is deployed", () => {
    expect(states(checkGateways(facts))).toEqual(["ok", "ok"]);
    expect(states(checkGateways({ ...facts, gateways: [] }))).toEqual(["fail"]);
    const silent = { ...facts, gateways: [{ name: "gateway-1", version: "0.1.0", heartbeatAgeMs: 60_000 }] };
    expect(checkGateways(silent)[0]).toMatchObject({ state: "fail", found: "version 0.1.0, heard of 60 s ago" });
    const behind = { name: "acme/production", configVersion: 8, appliedBy: [], rejectedBy: [] };
    expect(checkGateways({ ...facts, environments: [behind] })[1]).toMatchObject({
      state: "warn",
      found: "gateway-1 has not applied v8",
    });
    const refused = { ...behind, rejectedBy: ["gateway-1"] };
    expect(checkGateways({ ...facts, environments: [refused] })[1]).toMatchObject({
      state: "fail",
      found: "gateway-1 refused v8",
    });
  });
});

it("a process that is away, or not well, is named with its log", async () => {
  const url = "http://127.0.0.1:1/healthz";
  expect(await checkHealth([{ name: "Worker", log: "/data/logs/worker.log", url }])).toEqual([
    { check: "Worker", state: "fail", found: `${url} cannot be reached`, fix: "See its log, /data/logs/worker.log" },
  ]);
});
