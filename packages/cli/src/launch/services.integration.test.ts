import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";

const servicesModule = new URL("../../launch/services.mjs", import.meta.url).href;
const stepsModule = new URL("../../launch/steps.mjs", import.meta.url).href;

/** Writes "NAME up PID", takes 200 ms to end after SIGTERM, and writes "NAME ended" then. */
const service = `import { appendFileSync } from "node:fs";
const [journal, name, takesMs] = process.argv.slice(2);
const note = (text) => appendFileSync(journal, name + " " + text + "\\n");
process.on("SIGTERM", () => setTimeout(() => { note("ended"); process.exit(0); }, Number(takesMs)));
setInterval(() => {}, 60_000);
note("up " + process.pid);
`;

/** A service that starts one of its own in its group and crashes at a word. */
const parentService = `import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
const [journal, crash, script] = process.argv.slice(2);
spawn(process.execPath, [script, journal, "grandchild", "0"], { stdio: "ignore" });
setInterval(() => { if (existsSync(crash)) process.exit(3); }, 20);
`;

type Launched = {
  readonly launcher: ChildProcess;
  readonly journal: () => string[];
  readonly folder: string;
  /** What it wrote on standard error. */
  readonly said: () => string;
};

/** Something like the launcher, whose body starts what it likes. */
function launchLike(body: string, given: Readonly<Record<string, string>> = {}): Launched {
  const folder = mkdtempSync(join(tmpdir(), "meridian-services-"));
  const journal = join(folder, "journal");
  writeFileSync(journal, "");
  writeFileSync(join(folder, "service.mjs"), service);
  writeFileSync(join(folder, "parent.mjs"), parentService);
  writeFileSync(
    join(folder, "launcher.mjs"),
    `import { appendFileSync } from "node:fs";
import { Services } from ${JSON.stringify(servicesModule)};
import { runNode } from ${JSON.stringify(stepsModule)};
const [folder, journal] = [${JSON.stringify(folder)}, ${JSON.stringify(journal)}];
const script = folder + "/service.mjs";
const services = new Services(folder);
const note = (text) => appendFileSync(journal, "pids " + text + "\\n");
const start = (name, takesMs) => services.start(name, [script, journal, name, String(takesMs)], process.env);
${body}
`,
  );
  const { npm_lifecycle_event: _, ...inherited } = process.env;
  const launcher = spawn(process.execPath, [join(folder, "launcher.mjs")], {
    env: { ...inherited, ...given },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  let said = "";
  launcher.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const lines = () => readFileSync(journal, "utf8").split("\n").filter(Boolean);
  onTestFinished(() => {
    launcher.kill("SIGKILL");
    for (const pid of pidsIn(lines())) if (isAlive(pid)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  return { launcher, journal: lines, folder, said: () => said };
}

const pidsIn = (lines: readonly string[]): number[] =>
  lines.flatMap((line) => / up (\d+)$/.exec(line)?.slice(1) ?? []).map(Number);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie that nobody has reaped yet has ended.
  return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

const commandOf = (pid: number): string => {
  const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return stdout;
};
const childrenOf = (pid: number): number[] =>
  spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" })
    .stdout.split("\n")
    .flatMap((line) => Number(line) || []);

async function until(what: string, holds: () => boolean, withinMs = 20_000): Promise<void> {
  for (const deadline = Date.now() + withinMs; !holds(); await setTimeout(20)) {
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
  }
}

const up = (journal: () => string[], count: number) =>
  until(`${count} processes are up`, () => pidsIn(journal()).length === count);

test("SIGTERM ends everything, Postgres when all others have ended, and the launcher with 0", async () => {
  const { launcher, journal } = launchLike('start("postgres", 0); start("gateway", 300); start("web", 100);');
  await up(journal, 3);
  launcher.kill("SIGTERM");
  expect(await once(launcher, "exit")).toEqual([0, null]);
  expect(journal().filter((line) => line.endsWith("ended"))).toEqual(["web ended", "gateway ended", "postgres ended"]);
  expect(pidsIn(journal()).filter(isAlive)).toEqual([]);
});

test("kill -9 of the launcher leaves no service behind", async () => {
  const { launcher, journal } = launchLike('start("postgres", 0); start("gateway", 100);');
  await up(journal, 2);
  launcher.kill("SIGKILL");
  await until("all have ended", () => !pidsIn(journal()).some(isAlive));
  expect(journal().filter((line) => line.endsWith("ended"))).toHaveLength(2);
});

test("the end of the thin parent ends everything, and its lifeline is handed to nobody", async () => {
  const { launcher, journal, folder } = launchLike(
    'start("postgres", 0); services.start("echo", ["-e", "console.log(process.env.MERIDIAN_LIFELINE_FD); setInterval(() => {}, 1e5)"], process.env);',
    { MERIDIAN_LIFELINE_FD: "3" },
  );
  await up(journal, 1);
  const log = join(folder, "logs", "echo.log");
  await until("the other has spoken", () => existsSync(log) && readFileSync(log, "utf8") !== "");
  expect(readFileSync(log, "utf8")).toBe("undefined\n");
  launcher.stdio[3]?.destroy();
  expect(await once(launcher, "exit")).toEqual([1, null]);
  expect(pidsIn(journal()).filter(isAlive)).toEqual([]);
});

test("kill -9 in the middle of a step, a build for example, leaves no step behind", async () => {
  const { launcher, journal } = launchLike('await runNode([script, journal, "build", "0"]);');
  await up(journal, 1);
  launcher.kill("SIGKILL");
  await until("the step has ended", () => !pidsIn(journal()).some(isAlive));
  expect(journal().at(-1)).toBe("build ended");
});

test("a service that crashes ends everything with exit code 1, also what it started itself", async () => {
  const { launcher, journal, folder } = launchLike(
    'start("postgres", 0); services.start("web", [folder + "/parent.mjs", journal, folder + "/crash", script], process.env);',
  );
  await up(journal, 2);
  writeFileSync(join(folder, "crash"), "");
  expect(await once(launcher, "exit")).toEqual([1, null]);
  await until("all have ended", () => !pidsIn(journal()).some(isAlive));
});

test("kill -9 of a supervised service, of one of several, starts it again while the others go on", async () => {
  const { launcher, journal } = launchLike(
    'for (const name of ["postgres", "gateway", "web"]) start(name, 0); services.supervise(() => note(Object.keys(services.pids).join()));',
  );
  await up(journal, 3);
  const [gateway] = pidsIn(journal().filter((line) => line.startsWith("gateway ")));
  process.kill(gateway ?? 0, "SIGKILL");
  await up(journal, 4);
  expect(journal().filter((line) => !line.includes(" up "))).toEqual([
    "pids postgres,web",
    "pids postgres,gateway,web",
  ]);
  expect(pidsIn(journal()).map(isAlive).filter(Boolean)).toHaveLength(3);
  launcher.kill("SIGTERM");
  expect(await once(launcher, "exit")).toEqual([0, null]);
  expect(journal().at(-1)).toBe("postgres ended");
  expect(pidsIn(journal()).filter(isAlive)).toEqual([]);
});

test("what a killed service leaves behind is ended before its successor starts, unless it is to stay", async () => {
  const { journal } = launchLike(
    'const args = [folder + "/parent.mjs", journal, folder + "/none", script]; services.start("web", args, process.env); services.start("postgres", args, process.env, { childrenStay: true }); services.supervise(() => {}); setInterval(() => note(JSON.stringify(services.pids)), 50);',
  );
  await up(journal, 2);
  const pids = () =>
    JSON.parse(/pids (.*)/.exec(journal().findLast((line) => line.startsWith("pids {")) ?? "")?.[1] ?? "{}");
  await until("both are told", () => Object.keys(pids()).length === 2);
  const before = pids() as Record<string, number>;
  for (const pid of Object.values(before)) process.kill(pid, "SIGKILL");
  await up(journal, 4);
  expect(pidsIn(journal()).filter(isAlive)).toHaveLength(3);
  await until("both run again", () => Object.keys(pids()).length === 2 && pids().web !== before["web"]);
});

test("a crash loop says so with the log's end, and the rest goes on", async () => {
  const { launcher, journal, said } = launchLike(
    'start("postgres", 0); services.start("web", ["-e", "console.log(\'no such port\'); process.exitCode = 3"], process.env); services.supervise(() => {});',
  );
  await until("it is told", () => said().includes("5 times within a minute (exit code 3). The rest goes on"));
  await until("its log is shown", () => said().includes("no such port"));
  expect(said().match(/: it is started again\./g)).toHaveLength(4);
  expect(pidsIn(journal()).filter(isAlive)).toHaveLength(1);
  launcher.kill("SIGTERM");
  expect(await once(launcher, "exit")).toEqual([0, null]);
});

test("restarts that overlap make one successor, when its predecessor has ended", async () => {
  const { launcher, journal } = launchLike(
    'start("postgres", 0); start("web", 300); services.supervise(() => {}); process.on("SIGUSR2", () => { for (const _ of [1, 2, 3]) void services.restart("web"); });',
  );
  await up(journal, 2);
  launcher.kill("SIGUSR2");
  await up(journal, 3);
  launcher.kill("SIGTERM");
  expect(await once(launcher, "exit")).toEqual([0, null]);
  const web = journal().filter((line) => line.startsWith("web "));
  expect(web.map((line) => line.replace(/ \d+$/, ""))).toEqual(["web up", "web ended", "web up", "web ended"]);
  expect(pidsIn(journal()).filter(isAlive)).toEqual([]);
});

test("a service that is retired during its restart stays away, and has ended when that is told", async () => {
  const { launcher, journal } = launchLike(
    'start("postgres", 0); start("web", 300); services.supervise(() => {}); process.on("SIGUSR2", async () => { const anew = services.restart("web"); await services.retire("web"); await anew; note("retired"); });',
  );
  await up(journal, 2);
  launcher.kill("SIGUSR2");
  await until("it is retired", () => journal().includes("pids retired"));
  launcher.kill("SIGTERM");
  expect(await once(launcher, "exit")).toEqual([0, null]);
  expect(journal().slice(2)).toEqual(["web ended", "pids retired", "postgres ended"]);
});

test("kill -9 of the keeper, then of the launcher, leaves no service behind", async () => {
  const { launcher, journal } = launchLike('start("postgres", 0); start("gateway", 100);');
  await up(journal, 2);
  const keepers = () => childrenOf(launcher.pid ?? 0).filter((pid) => commandOf(pid).includes("keeper.mjs"));
  const [first] = keepers();
  process.kill(first ?? 0, "SIGKILL");
  await until("another keeps", () => keepers().some((pid) => pid !== first));
  launcher.kill("SIGKILL");
  await until("all have ended", () => !pidsIn(journal()).some(isAlive));
  expect(journal().filter((line) => line.endsWith("ended"))).toHaveLength(2);
});
