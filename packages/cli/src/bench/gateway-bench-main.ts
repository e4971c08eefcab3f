import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { benchMarkdown } from "./bench-markdown.ts";
import { benchPage } from "./bench-page.ts";
import { BenchProcesses, type RecordKind } from "./bench-processes.ts";
import { benchRows } from "./bench-table.ts";
import { benchTargets } from "./bench-targets.ts";
import { type FrameRates, measureFrameRates } from "./frame-rates.ts";
import { measure } from "./measure.ts";
import { startOthers } from "./other-proxies.ts";
import { measureRecordCost, type RecordCost } from "./record-cost.ts";
import { measureStreamMemory, type StreamMemory } from "./stream-memory.ts";

const root = resolve(import.meta.dirname, "..", "..", "..", "..");

const usage = `npm run bench:gateway -- [options]

The gateway with every feature on beside a bare undici relay, nginx and haproxy (where installed), Portkey (from npm) and
LiteLLM (by pip), which are kept in .cache/bench: same upstream, same loads, taking turns; medians over rounds. What is added is
against the upstream alone. Then rising rates of frames, 2,000 open streams, and the cost of records, metrics and live feed.

  --rounds N       3
  --seconds N      of each load in each round: 4; what records cost is measured in turns of 270 ms
  --only-own       measures the gateway and the bare relay alone
  --only-loads     leaves out what comes after the loads
  --json FILE      writes all figures as JSON
  --markdown FILE  writes what is printed, ready to be pasted
  --page FILE      writes plots: .cache/bench/gateway.html
  --help           this text
`;

/** Worker threads show nothing on a machine whose cores the load and the upstream need. */
const coresForWorkers = 6;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "4" },
    json: { type: "string" },
    markdown: { type: "string" },
    page: { type: "string", default: join(root, ".cache", "bench", "gateway.html") },
    "only-own": { type: "boolean", default: false },
    "only-loads": { type: "boolean", default: false },
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
    await main(processes, rounds, seconds);
  } finally {
    processes.stop();
  }
}

async function main(processes: BenchProcesses, rounds: number, seconds: number): Promise<void> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const upstream = await processes.upstream();
  const direct = { name: "none", pid: null, origin: `http://127.0.0.1:${upstream}` };
  const relay = await processes.bareRelay(upstream);
  const own = await processes.gateway(upstream);
  const none = { started: [], notMeasured: [] };
  const others = values["only-own"] ? none : await startOthers(processes, upstream);
  const cores = cpus().length;
  const notMeasured = [
    ...others.notMeasured,
    ...(cores < coresForWorkers ? [`worker threads: ${cores} cores, of ${coresForWorkers} that it takes`] : []),
  ];
  for (const line of notMeasured) say(`not measured: ${line}`);

  const samples = await measure([direct, relay, own, ...others.started], { rounds, seconds }, say);
  const rows = benchRows(samples, { yardstick: relay.name, direct: direct.name });
  const frameRates: FrameRates[] = [];
  const streamMemory: StreamMemory[] = [];
  const recordCost: RecordCost[] = [];
  // What was measured by then is not lost with one that fails.
  const section = async (title: string, run: () => Promise<void>): Promise<void> => {
    say(title);
    await run().catch((error: unknown) => {
      notMeasured.push(`${title}: ${error instanceof Error ? error.message : String(error)}`);
      say(`not measured: ${notMeasured.at(-1)}`);
    });
  };
  if (!values["only-loads"]) {
    for (const proxy of [relay, own]) {
      await section(`rising rates of frames, ${proxy.name}`, async () => {
        frameRates.push(await measureFrameRates(direct, proxy, { rounds, seconds }));
      });
    }
    // Processes that have served nothing yet: what memory others left free would hide what streams take.
    for (const proxy of [await processes.bareRelay(upstream), await processes.gateway(upstream)]) {
      await section(`open streams, ${proxy.name}`, async () => {
        streamMemory.push(await measureStreamMemory(proxy, seconds * rounds));
      });
    }
    await section("records, metrics and live feed", async () => {
      const start = (kind: RecordKind) => processes.recordCost(upstream, kind);
      recordCost.push(...(await measureRecordCost(start, rounds)));
    });
  }

  const machine = `${cores} × ${cpus()[0]?.model ?? "CPU"}, Node ${process.version}, ${rounds} rounds of ${seconds} s`;
  const result = { machine, rows, frameRates, streamMemory, recordCost, notMeasured };
  const text = benchMarkdown(result, own.name, relay.name);
  mkdirSync(dirname(values.page), { recursive: true });
  writeFileSync(values.page, benchPage(rows, frameRates, machine, text));
  process.stdout.write(`${text}\nPlots: ${values.page}\n`);
  if (values.markdown) writeFileSync(values.markdown, text);
  const targets = benchTargets(result, own.name);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ ...result, targets }, null, 2)}\n`);
}
