import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const launcher = join(import.meta.dirname, "..", "..", "launch", "launch.mjs");

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "meridian-launch-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A port that is taken as long as the test lasts. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

/**
 * Runs the launcher until it ends. `GATEWAY_ADMIN_PORT` is taken: whatever else goes wrong in a test, nothing is ever
 * installed, built or started.
 */
async function launch(args: readonly string[], env: Readonly<Record<string, string>>) {
  const barrier = await takenPort();
  const { DATABASE_URL: _, MERIDIAN_MASTER_KEY: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { ...inherited, GATEWAY_ADMIN_PORT: String(barrier), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const [code] = await once(child, "close");
  return { code, said: said.trim() };
}

const start = (dataDir: string, env: Readonly<Record<string, string>> = {}) =>
  launch(["start"], { MERIDIAN_DATA_DIR: dataDir, ...env });

test("a taken port is named, with the variable that chooses another, exit code 1", async () => {
  const folder = temporaryFolder();
  const taken = await takenPort();
  const { code, said } = await start(folder, { WEB_PORT: String(taken) });
  expect(code).toBe(1);
  expect(said).toMatch(
    new RegExp(`^✗ Port ${taken} is taken by another program. Stop it, or choose another: WEB_PORT=\\d+ npm start$`),
  );
  expect(existsSync(join(folder, "launcher.pid"))).toBe(false);
});

test.each([
  ["two equal ports", { WEB_PORT: "4100", GATEWAY_PORT: "4100" }, "GATEWAY_PORT and WEB_PORT are both 4100"],
  ["a port that is a word", { POSTGRES_PORT: "five" }, 'POSTGRES_PORT is "five": give a whole number from 1 to 65535.'],
  ["port 0", { WEB_PORT: "0" }, 'WEB_PORT is "0"'],
  ["port 65536", { WEB_PORT: "65536" }, 'WEB_PORT is "65536"'],
  [
    "a master key that is none",
    { MERIDIAN_MASTER_KEY: "secret" },
    "MERIDIAN_MASTER_KEY must be 64 hexadecimal digits.",
  ],
])("%s end the start with exit code 1 and one sentence", async (_what, env, sentence) => {
  const { code, said } = await start(temporaryFolder(), env);
  expect(code).toBe(1);
  expect(said).toContain(sentence);
  expect(said.split("\n")).toHaveLength(1);
});

test("a data folder that cannot be made names MERIDIAN_DATA_DIR", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const { code, said } = await start(join(file, "data"));
  expect(code).toBe(1);
  expect(said).toMatch(/^✗ The data folder \S+ cannot be written \(ENOTDIR\)\. .*MERIDIAN_DATA_DIR\.$/);
});

test.each([
  ["is no JSON", "{"],
  ["is empty", ""],
  ["is null", "null"],
  ["lacks a key", JSON.stringify({ masterKey: "0".repeat(64) })],
  ["has half a master key", JSON.stringify({ masterKey: "0".repeat(32) })],
])("a keys.json that %s is named, with what to do", async (_what, text) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "keys.json"), text);
  const { code, said } = await start(folder);
  expect(code).toBe(1);
  expect(said).toContain(`${join(folder, "keys.json")} is damaged`);
  expect(said).toContain("Restore it from a backup");
  expect(readFileSync(join(folder, "keys.json"), "utf8")).toBe(text);
});

test("a keys.json that is gone is not made anew over a database that needs the old one", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "postgres"));
  const { code, said } = await start(folder);
  expect(code).toBe(1);
  expect(said).toContain("keys.json is gone");
  expect(existsSync(join(folder, "keys.json"))).toBe(false);
});

test("a second start on the same data folder names the first one's process", async () => {
  const folder = temporaryFolder();
  // Whoever is called like the launcher and lives.
  const script = join(folder, "launch.mjs");
  writeFileSync(script, "process.stdout.write('up'); setInterval(() => {}, 60_000);");
  const first = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void first.kill("SIGKILL"));
  await once(first.stdout, "data");
  writeFileSync(join(folder, "launcher.pid"), String(first.pid));
  const { code, said } = await start(folder);
  expect(code).toBe(1);
  expect(said).toContain(`Meridian already runs from ${folder} (process ${first.pid}).`);
  expect(readFileSync(join(folder, "launcher.pid"), "utf8")).toBe(String(first.pid));
});

test.each([
  ["another program has that number now", String(process.ppid)],
  ["it holds no number", "?"],
])("what a killed launcher left does not stop the next start: %s", async (_what, text) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "launcher.pid"), text);
  const { said } = await start(folder, { WEB_PORT: "x" });
  expect(said).toContain("WEB_PORT");
});

test("an unknown option and an unknown command are named, exit codes 1 and 2", async () => {
  const option = await launch(["start", "--prot"], { MERIDIAN_DATA_DIR: temporaryFolder() });
  expect(option).toMatchObject({ code: 1, said: "✗ Unknown option --prot. See: npm start -- --help" });
  const command = await launch(["stat"], {});
  expect(command).toMatchObject({
    code: 2,
    said: 'There is no command "stat". There are: start, dev, backup, restore, test, run.',
  });
});

test("a full disk is told in megabytes", async () => {
  const url = new URL("../../launch/settings.mjs", import.meta.url).href;
  const { requireSpace } = (await import(url)) as {
    requireSpace: (folder: string, disk: { bavail: number; bsize: number }) => void;
  };
  expect(() => requireSpace("/data", { bavail: 25_600, bsize: 4_096 })).toThrow(
    "The disk under /data has 100 MB left; Meridian wants 500 MB.",
  );
  expect(() => requireSpace("/data", { bavail: 128_000, bsize: 4_096 })).not.toThrow();
});
