import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "@meridian/free-port";
import { composeEnvironment } from "../src/compose-service.ts";
import { expect, test } from "../src/journey.ts";

const root = resolve(import.meta.dirname, "..", "..");
const inRoot = (path: string): string => join(root, path);

test("migrations, gateway, worker and web app start from what docker-compose.yml gives them, and end on SIGTERM", async ({
  run,
}) => {
  const text = execFileSync(process.execPath, [inRoot("packages/worker/src/new-environment-main.ts")], {
    encoding: "utf8",
  });
  const made = Object.fromEntries(
    [...text.matchAll(/^(\w+)=(.+)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const [web, gateway, admin, worker] = ports.map(String) as [string, string, string, string];
  const folder = mkdtempSync(join(tmpdir(), "meridian-compose-"));
  const here = new URL(run.databaseUrl);
  /** The same, with this machine's Postgres and a database of its own; the gateways' role has one password a server. */
  const environment = (service: string): Record<string, string> => {
    const given = composeEnvironment(service, { ...made, LOG_LEVEL: "debug", NEXTAUTH_URL: `http://localhost:${web}` });
    here.pathname = "/without_launcher";
    const { GATEWAY_ROLE_PASSWORD: _, ...others } = given;
    return { PATH: process.env["PATH"] ?? "", ...others, DATABASE_URL: here.href };
  };
  const said: string[] = [];
  const started: ChildProcess[] = [];
  const start = (service: string, args: readonly string[], more: Record<string, string>, cwd = root): ChildProcess => {
    const child = spawn(process.execPath, [...args], {
      cwd,
      env: { ...environment(service), ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (line: string) => said.push(line));
    started.push(child);
    return child;
  };
  const answers = (url: string) => () =>
    fetch(url, { redirect: "follow" }).then(
      ({ status }) => status,
      () => 0,
    );
  try {
    const migrate = start("migrate", [inRoot("packages/worker/src/migrate-main.ts")], {});
    expect(await once(migrate, "exit")).toEqual([0, null]);
    const next = inRoot("node_modules/next/dist/bin/next");
    start("gateway", [inRoot("packages/gateway/src/main.ts")], {
      GATEWAY_PORT: gateway,
      GATEWAY_ADMIN_PORT: admin,
      MERIDIAN_DATA_DIR: folder,
    });
    start("worker", [inRoot("packages/worker/src/main.ts")], { WORKER_PORT: worker });
    start("web", [next, "start", "-H", "127.0.0.1", "-p", web], { NODE_ENV: "production" }, inRoot("apps/web"));
    const patience = { timeout: 60_000 };
    await expect.poll(answers(`http://127.0.0.1:${admin}/healthz`), patience).toBe(200);
    await expect.poll(answers(`http://127.0.0.1:${worker}/healthz`), patience).toBe(200);
    await expect.poll(answers(`http://127.0.0.1:${web}/api/health`), patience).toBe(200);
    await expect.poll(answers(`http://127.0.0.1:${web}/`), patience).toBe(200);
    for (const child of started.slice(1)) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const [code, signal] = await ended;
      expect([0, 143, "SIGTERM"]).toContain(code ?? signal);
    }
    for (const name of ["MERIDIAN_MASTER_KEY", "MERIDIAN_GATEWAY_KEY", "NEXTAUTH_SECRET", "MERIDIAN_SETUP_CODE"])
      expect(said.join("").includes(made[name] ?? "?")).toBe(false);
    expect(said.join("").includes(here.password)).toBe(false);
  } finally {
    for (const child of started) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});
