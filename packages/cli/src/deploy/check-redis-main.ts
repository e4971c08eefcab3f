import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

// Runs what stands on a real Redis, and fails where there is none: `npm test` passes without it.
const root = resolve(import.meta.dirname, "..", "..", "..", "..");
const program = process.env["REDIS_SERVER"] || "redis-server";

const version = spawnSync(program, ["--version"], { encoding: "utf8" });
if (version.error || version.status !== 0) {
  process.stderr.write(`${program} cannot be run: install redis-server, or name it in REDIS_SERVER.\n`);
  process.exit(1);
}
process.stdout.write(version.stdout);
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "--project=integration", ".redis.integration.test.ts"], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
