import { execFileSync, type ExecFileSyncOptions, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { freePort } from "@meridian/free-port";
import { type BenchProcesses, type Proxy, untilReady } from "./bench-processes.ts";

const cache = resolve(import.meta.dirname, "..", "..", "..", "..", ".cache", "bench");

/** Starts one in front of the upstream. */
type Start = (processes: BenchProcesses, upstreamPort: number) => Promise<Proxy>;

/** What people would take instead, each as one process on one thread, as Node is. */
const others: Readonly<Record<string, Start>> = {
  nginx: startNginx,
  haproxy: startHaproxy,
  Portkey: startPortkey,
  LiteLLM: startLitellm,
};

/** Why somebody whom people would expect is not there. */
const absent = ["Bifrost: its package in npm holds no program, but downloads one from its vendor"];

/** Starts what is installed, or can be, and says of the rest why not. */
export async function startOthers(
  processes: BenchProcesses,
  upstreamPort: number,
): Promise<{ readonly started: readonly Proxy[]; readonly notMeasured: readonly string[] }> {
  const started: Proxy[] = [];
  const notMeasured = [...absent];
  for (const [name, start] of Object.entries(others)) {
    try {
      started.push(await start(processes, upstreamPort));
    } catch (error) {
      notMeasured.push(`${name}: ${error instanceof Error ? error.message.split("\n", 1)[0] : String(error)}`);
    }
  }
  return { started, notMeasured };
}

async function startNginx(processes: BenchProcesses, upstreamPort: number): Promise<Proxy> {
  const port = await freePort();
  const { folder } = processes;
  const config = join(folder, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr warn;
events { worker_connections 4096; }
http {
  ${temporary.join(" ")}
  access_log off; keepalive_requests 1000000; client_body_buffer_size 256k;
  upstream bench { server 127.0.0.1:${upstreamPort}; keepalive 256; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://bench; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }
  }
}
`,
  );
  return proxyOf(processes, "nginx", "nginx", ["-p", folder, "-c", config], port);
}

async function startHaproxy(processes: BenchProcesses, upstreamPort: number): Promise<Proxy> {
  const port = await freePort();
  const config = join(processes.folder, "haproxy.cfg");
  writeFileSync(
    config,
    `global
  nbthread 1
  maxconn 4096
defaults
  mode http
  option http-no-delay
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend in
  bind 127.0.0.1:${port}
  default_backend bench
backend bench
  http-reuse always
  server upstream 127.0.0.1:${upstreamPort}
`,
  );
  return proxyOf(processes, "haproxy", "haproxy", ["-db", "-f", config], port);
}

/** Installed from npm once, outside of the repository's own dependencies. */
async function startPortkey(processes: BenchProcesses, upstreamPort: number): Promise<Proxy> {
  const main = join(cache, "node_modules", "@portkey-ai", "gateway", "build", "start-server.js");
  if (!existsSync(main)) {
    mkdirSync(cache, { recursive: true });
    const install = [
      "install",
      "--prefix",
      cache,
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      "@portkey-ai/gateway",
    ];
    execFileSync("npm", install, { stdio: ["ignore", "ignore", "pipe"] });
  }
  const port = await freePort();
  const headers = {
    "x-portkey-provider": "openai",
    "x-portkey-custom-host": `http://127.0.0.1:${upstreamPort}/v1`,
  };
  const env = { NODE_ENV: "production", TRUSTED_CUSTOM_HOSTS: "127.0.0.1,localhost" };
  const proxy = await proxyOf(
    processes,
    "Portkey",
    process.execPath,
    [main, `--port=${port}`, "--headless"],
    port,
    env,
  );
  return { ...proxy, headers };
}

/** From where it is installed, or by pip into an environment of its own. Without keys, a database or logs of its own. */
async function startLitellm(processes: BenchProcesses, upstreamPort: number): Promise<Proxy> {
  const program = litellmProgram();
  const port = await freePort();
  const config = join(processes.folder, "litellm.yaml");
  writeFileSync(
    config,
    `model_list:
  - model_name: bench
    litellm_params: { model: openai/bench, api_base: "http://127.0.0.1:${upstreamPort}/v1", api_key: none }
litellm_settings: { telemetry: false, set_verbose: false }
`,
  );
  const args = ["--config", config, "--host", "127.0.0.1", "--port", String(port), "--num_workers", "1"];
  // As little as it can do: no keys, no public server that is asked for prices, no database that the shell happens to name.
  const env = {
    LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY: "true",
    LITELLM_LOCAL_MODEL_COST_MAP: "True",
    LITELLM_LOG: "ERROR",
    DATABASE_URL: undefined,
  };
  const child = processes.spawn(program, args, { env, stderr: "ignore" });
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(child, `${origin}/health/liveliness`, { withinMs: 90_000 });
  return { name: "LiteLLM", pid: child.pid ?? 0, origin };
}

function litellmProgram(): string {
  const found = spawnSync("sh", ["-c", "command -v litellm"], { encoding: "utf8" }).stdout.trim();
  if (found !== "") return found;
  const folder = join(cache, "litellm");
  const program = join(folder, "bin", "litellm");
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const quiet: ExecFileSyncOptions = { stdio: ["ignore", "ignore", "pipe"] };
  execFileSync("python3", ["-m", "venv", folder], quiet);
  execFileSync(join(folder, "bin", "pip"), ["install", "--quiet", "litellm[proxy]"], quiet);
  return program;
}

async function proxyOf(
  processes: BenchProcesses,
  name: string,
  command: string,
  args: readonly string[],
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Proxy> {
  const child = processes.spawn(command, args, { env, stderr: "ignore" });
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(child, `${origin}/`, { any: true });
  return { name, pid: child.pid ?? 0, origin };
}
