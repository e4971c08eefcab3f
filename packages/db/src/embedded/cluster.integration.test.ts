import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "@meridian/free-port";
import { type Cluster, startCluster } from "./cluster.ts";

const password = "a-password-for-tests";
let home: string;
let port: number;
let dataDir: string;
const running = new Set<Cluster>();

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "meridian-cluster-"));
  chmodSync(home, 0o711);
  dataDir = join(home, "postgres");
  port = await freePort();
});

afterEach(() => {
  for (const cluster of running) cluster.stop();
  running.clear();
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

async function start(at = port): Promise<Cluster> {
  const cluster = await startCluster({ dataDir, port: at, password });
  running.add(cluster);
  return cluster;
}

async function ask(sql: string, at = port): Promise<unknown> {
  const client = new pg.Client({ connectionString: `postgres://postgres:${password}@127.0.0.1:${at}/postgres` });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

async function untilItComputes(): Promise<void> {
  const sql =
    "SELECT count(*)::int FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series%' AND pid <> pg_backend_pid()";
  while ((await ask(sql)) === 0);
}

const pidFile = (): string => join(dataDir, "postmaster.pid");

describe("the embedded Postgres", () => {
  it("starts version 18 in a new folder, and keeps its tables over a stop", async () => {
    const first = await start();
    expect(first.adopted).toBe(false);
    expect(await ask("SHOW server_version")).toMatch(/^18\./);
    await ask("CREATE TABLE kept AS SELECT 7 AS n");
    first.stop();
    await start();
    expect(await ask("SELECT n FROM kept")).toBe(7);
  });

  it("adopts the server that a killed start left behind", async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid });
    const ended = new Promise<void>((resolve) => second.onEnd(resolve));
    first.stop();
    await ended;
  });

  it("moves a server left behind on another port to the port asked for", async () => {
    const first = await start();
    const other = await freePort();
    const second = await start(other);
    expect(second.adopted).toBe(false);
    expect(second.pid).not.toBe(first.pid);
    expect(await ask("SELECT 1", other)).toBe(1);
  });

  it("recovers after kill -9 with what was committed", async () => {
    const first = await start();
    await ask("CREATE TABLE committed AS SELECT 9 AS n");
    const ended = new Promise<void>((resolve) => first.onEnd(resolve));
    process.kill(first.pid, "SIGKILL");
    await ended;
    await start();
    expect(await ask("SELECT n FROM committed")).toBe(9);
  });

  it("waits after kill -9 until a child of the killed server has let go of its files", async () => {
    const first = await start();
    const client = new pg.Client({ connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` });
    client.on("error", () => {});
    await client.connect();
    // It computes, and looks up only at its end, long after its server is gone.
    const busy = client.query("SELECT count(*) FROM generate_series(1, 4000000)").catch(() => {});
    await untilItComputes();
    const ended = new Promise<void>((resolve) => first.onEnd(resolve));
    process.kill(first.pid, "SIGKILL");
    await ended;
    await start();
    expect(readFileSync(`${dataDir}.log`, "utf8")).toContain("shared memory block");
    expect(await ask("SELECT 1")).toBe(1);
    await busy;
  });

  it("is not misled by a postmaster.pid whose number belongs to another program now", async () => {
    const first = await start();
    const left = readFileSync(pidFile(), "utf8");
    first.stop();
    const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(stranger, "spawn");
    try {
      writeFileSync(pidFile(), left.replace(/^\d+/, String(stranger.pid)));
      const second = await start();
      expect(second.adopted).toBe(false);
      expect(await ask("SELECT 1")).toBe(1);
    } finally {
      stranger.kill();
    }
  });

  it("names the port when another program has it", async () => {
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    try {
      await expect(start()).rejects.toThrow(
        `Port ${port} is taken by another program. Stop it, or choose another: POSTGRES_PORT=${port + 10}`,
      );
    } finally {
      other.close();
      await once(other, "close");
    }
  });

  it("names both versions when the folder was written by Postgres 17", async () => {
    const versionFile = join(dataDir, "PG_VERSION");
    writeFileSync(versionFile, "17\n");
    try {
      await expect(start()).rejects.toThrow("was written by Postgres 17, and this is Postgres 18");
    } finally {
      writeFileSync(versionFile, "18\n");
    }
  });

  it("says where the log is when its files are damaged", async () => {
    const control = join(dataDir, "global", "pg_control");
    const bytes = readFileSync(control);
    writeFileSync(control, "damaged");
    try {
      await expect(start()).rejects.toThrow(/did not start[^]*delete the data folder to begin anew/);
    } finally {
      writeFileSync(control, bytes);
    }
  });

  it("leaves a folder alone that is not empty and holds no database", async () => {
    const foreign = mkdtempSync(join(home, "foreign-"));
    writeFileSync(join(foreign, "notes.txt"), "mine");
    await expect(startCluster({ dataDir: foreign, port, password })).rejects.toThrow(
      "is not empty and holds no database",
    );
    expect(readFileSync(join(foreign, "notes.txt"), "utf8")).toBe("mine");
  });
});
