import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { benchPage } from "./bench-page.ts";
import { BenchProcesses } from "./bench-processes.ts";
import { benchRows, benchTable } from "./bench-table.ts";
import { measure } from "./measure.ts";
import { startOthers } from "./other-proxies.ts";

const root = resolve(import.meta.dirname, "..", "..", "..", "..");

const usage = `npm run bench:gateway -- [options]

The gateway with every feature on beside a bare undici relay, nginx, haproxy (where installed) and Portkey (from npm, kept
in .cache/bench): same upstream, same loads, taking turns; medians over rounds. What is added is against the upstream alone.

  --rounds N     3
  --seconds N    of each load in each round: 4
  --json FILE    writes the rows as JSON too
  --page FILE    writes plots: .cache/bench/gateway.html
  --only-own     measures the gateway and the bare relay alone
  --help         this text
`;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "4" },
    json: { type: "string" },
    page: { type: "string", default: join(root, ".cache", "bench", "gateway.html") },
    "only-own": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(usage);
else {
  const rounds = Number(values.rounds);
  const seconds = Number(values.seconds);
  if (!Number.isInteger(rounds) || rounds < 1 || !(seconds > 0)) {
    process.stderr.write(`--rounds must be a whole number from 1, --seconds above 0.\n\n${usage}`);
    process.exit(2);
  }
  const processes = new BenchProcesses();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => (processes.stop(), process.exit(1)));
  try {
    const upstream = await processes.upstream();
    const say = (line: string) => process.stderr.write(`${line}\n`);
    const direct = { name: "none", pid: null, origin: `http://127.0.0.1:${upstream}` };
    const relay = await processes.bareRelay(upstream);
    const others = values["only-own"] ? [] : await startOthers(processes, upstream, say);
    const measured = [direct, relay, await processes.gateway(upstream), ...others];
    const samples = await measure(measured, { rounds, seconds }, say);
    const rows = benchRows(samples, { yardstick: relay.name, direct: direct.name });
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? "CPU"}, Node ${process.version}, ${rounds} rounds of ${seconds} s`;
    const table = benchTable(rows);
    mkdirSync(dirname(values.page), { recursive: true });
    writeFileSync(values.page, benchPage(rows, machine, table));
    process.stdout.write(`${table}\n\n${machine}\nPlots: ${values.page}\n`);
    if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  } finally {
    processes.stop();
  }
}
