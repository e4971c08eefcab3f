import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BenchProcesses, freePort, type Proxy, untilReady } from "./bench-processes.ts";

const cache = resolve(import.meta.dirname, "..", "..", "..", "..", ".cache", "bench");

/** Starts one in front of the upstream. */
type Start = (processes: BenchProcesses, upstreamPort: number) => Promise<Proxy>;

/** What people would take instead, each as one process on one thread, as Node is. */
const others: Readonly<Record<string, Start>> = { nginx: startNginx, haproxy: startHaproxy, Portkey: startPortkey };

/** Starts what is installed, or can be, and says of the rest why not. */
export async function startOthers(
  processes: BenchProcesses,
  upstreamPort: number,
  say: (line: string) => void,
): Promise<Proxy[]> {
  const started: Proxy[] = [];
  for (const [name, start] of Object.entries(others)) {
    try {
      started.push(await start(processes, upstreamPort));
    } catch (error) {
      say(`${name} is left out: ${error instanceof Error ? error.message.split("\n", 1)[0] : String(error)}`);
    }
  }
  return started;
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
  await untilReady(child, `${origin}/`, true);
  return { name, pid: child.pid ?? 0, origin };
}
