import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@meridian/free-port";
import { ensureDatabase, migrate, startCluster } from "@meridian/db";
import type { Filled } from "./fill-cells.ts";

/** What was filled in, and when "now" is there, epoch ms. */
export type BenchState = {
  readonly environmentId: string;
  readonly userId: string;
  readonly nowMs: number;
  readonly days: number;
  readonly lines: number;
  readonly filled: Filled;
};

/** A Postgres of its own in a folder of its own. */
export type BenchCopy = {
  readonly databaseUrl: string;
  readonly masterKey: string;
  /** Of an earlier run in this folder; null: it is empty. */
  readonly state: BenchState | null;
  readonly keep: (state: BenchState) => void;
  readonly stop: () => void;
};

type Kept = { readonly password: string; readonly masterKey: string; readonly state: BenchState | null };

/** Starts the Postgres of a folder, made and migrated when it is new. */
export async function openBenchCopy(folder: string): Promise<BenchCopy> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  const file = join(folder, "bench.json");
  const fresh = { password: randomBytes(12).toString("hex"), masterKey: randomBytes(32).toString("hex"), state: null };
  const kept: Kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : fresh;
  const { password, masterKey } = kept;
  const write = (state: BenchState | null): void =>
    writeFileSync(file, `${JSON.stringify({ password, masterKey, state })}\n`, { mode: 0o600 });
  write(kept.state);
  const port = await freePort();
  const cluster = await startCluster({ dataDir: join(folder, "postgres"), port, password });
  const databaseUrl = `postgres://postgres:${password}@127.0.0.1:${port}/bench`;
  await ensureDatabase(databaseUrl);
  await migrate(databaseUrl);
  return { databaseUrl, masterKey, state: kept.state, keep: write, stop: () => cluster.stop() };
}
