// Writes the Prisma client into src/generated. Prisma wants a schema engine at hand that generating never runs: any
// existing file will do, and nothing is downloaded.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..", "..", "..");
const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");
const { status, stdout, stderr } = spawnSync(process.execPath, [prisma, "generate"], {
  cwd: root,
  encoding: "utf8",
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
});
if (status !== 0) process.stderr.write(`${stdout}\n${stderr}\n`);
process.exitCode = status ?? 1;
