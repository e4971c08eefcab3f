import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { BenchProcesses } from "./bench-processes.ts";
import { benchRows, benchTable } from "./bench-table.ts";
import { measure } from "./measure.ts";

const usage = `npm run bench:gateway -- [options]

CPU per request and per streamed frame of the gateway, every feature on, beside a bare undici relay: same upstream, same
load, taking turns; medians over rounds.

  --rounds N     3
  --seconds N    of each load in each round: 4
  --json FILE    writes the rows as JSON too
  --help         this text
`;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "4" },
    json: { type: "string" },
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
    const proxies = [await processes.bareRelay(upstream), await processes.gateway(upstream)];
    const samples = await measure(proxies, { rounds, seconds }, (line) => process.stderr.write(`${line}\n`));
    const rows = benchRows(samples);
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? "CPU"}, Node ${process.version}, ${rounds} rounds of ${seconds} s`;
    process.stdout.write(`${benchTable(rows)}\n\n${machine}\n`);
    if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  } finally {
    processes.stop();
  }
}
