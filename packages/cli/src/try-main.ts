// One engine behind the gateway in one line: for looking, before there is a workspace.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { testUpstream } from "@meridian/outbound";
import { UsageError } from "./command/command.ts";
import { chooseModel } from "./try/choose-model.ts";
import { engineKeyVariable, tryConfig } from "./try/try-config.ts";
import { readTryOptions, type TryOptions, tryUsage } from "./try/try-options.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`✗ ${text}\n`);

const gatewayMain = resolve(import.meta.dirname, "..", "..", "gateway", "src", "main.ts");
const args = process.argv.slice(2);

if (args.includes("--help")) say(tryUsage);
else {
  try {
    await main(readTryOptions(args));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`${error.message}\n\n${tryUsage}`);
    process.exitCode = 2;
  }
}

async function main(options: TryOptions): Promise<void> {
  const { baseUrl } = options;
  const apiKey = process.env["UPSTREAM_API_KEY"] || null;
  say(`Asking ${baseUrl} for its models …`);
  const test = await testUpstream(
    { baseUrl, apiKey },
    { rules: { allowPrivate: true }, clock: () => performance.now() },
  );
  if (test.kind === "problem") {
    complain(`${test.problem.message}\n  ${test.problem.hint}`.replaceAll("`", ""));
    process.exitCode = 1;
    return;
  }
  const choice = chooseModel(
    options.model,
    test.models.map(({ id }) => id),
  );
  if (choice.kind === "problem") {
    complain(choice.message);
    process.exitCode = 1;
    return;
  }
  const name = options.name ?? options.model ?? choice.model;
  const callerKey = `mk_try_${randomBytes(16).toString("hex")}`;
  const yaml = tryConfig({ baseUrl, model: choice.model, name, hasEngineKey: apiKey !== null, callerKey });
  runGateway(options, yaml, { name, callerKey, apiKey });
}

function runGateway(
  { port, adminPort }: TryOptions,
  yaml: string,
  { name, callerKey, apiKey }: { readonly name: string; readonly callerKey: string; readonly apiKey: string | null },
): void {
  const folder = mkdtempSync(join(tmpdir(), "meridian-try-"));
  const config = join(folder, "routing.yaml");
  writeFileSync(config, yaml, { mode: 0o600 });
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

  const flags = ["--config", config, "--port", String(port), "--admin-port", String(adminPort), "--print-requests"];
  // Its own log is for operators; of what people want to know here it prints a line for each request.
  const env = { ...process.env, LOG_LEVEL: "error", ...(apiKey !== null && { [engineKeyVariable]: apiKey }) };
  const gateway = spawn(process.execPath, ["--no-warnings", gatewayMain, ...flags], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => gateway.kill("SIGTERM"));
  let ready = false;
  gateway.on("exit", (code) => {
    if (!ready)
      complain(
        `The gateway did not start. Are the ports ${port} and ${adminPort} free? --port and --admin-port choose others.`,
      );
    process.exit(ready && code !== null ? code : 1);
  });
  void untilReady(`http://127.0.0.1:${adminPort}/readyz`, () => gateway.exitCode === null).then((isReady) => {
    ready = isReady;
    if (isReady) say(whatToPaste(port, name, callerKey));
  });
}

async function untilReady(url: string, running: () => boolean): Promise<boolean> {
  while (running()) {
    const reply = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
    await reply?.body?.cancel();
    if (reply?.status === 200) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}

function whatToPaste(port: number, name: string, key: string): string {
  const body = JSON.stringify({ model: name, stream: true, messages: [{ role: "user", content: "Hello" }] });
  return `
The gateway serves ${name} at http://localhost:${port}/v1

  Key   ${key}

  curl http://localhost:${port}/v1/chat/completions \\
    -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\
    -d '${body.replaceAll("'", "'\\''")}'

Requests appear below. Ctrl-C ends it.
`;
}
