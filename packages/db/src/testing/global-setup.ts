import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { startCluster } from "../embedded/cluster.ts";
import { migrate } from "../migrations/migrate.ts";
import { freePort } from "@meridian/free-port";
import { templateDatabase, testServerVariable } from "./test-server.ts";

/** One real Postgres for a whole run of tests; each test file clones a migrated template of its own. */
export default async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "meridian-test-"));
  chmodSync(folder, 0o711); // Postgres may run as another user, who must be able to pass through
  const lifeline = spawn(process.execPath, [resolve(import.meta.dirname, "lifeline-main.ts"), folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  lifeline.unref();
  const port = await freePort();
  const password = randomBytes(12).toString("hex");
  const cluster = await startCluster({ dataDir: join(folder, "postgres"), port, password, durable: false });
  const server = `postgres://postgres:${password}@127.0.0.1:${port}`;
  const admin = new pg.Client({ connectionString: `${server}/postgres` });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${templateDatabase}`);
  await admin.end();
  await migrate(`${server}/${templateDatabase}`);
  process.env[testServerVariable] = server;
  return () => {
    cluster.stop();
    rmSync(folder, { recursive: true, force: true });
    lifeline.stdin.end();
  };
}
