import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { BenchProcesses } from "../bench/bench-processes.ts";
import { floorsOf, type Gauges, readGauges } from "./gateway-gauges.ts";
import { SoakCallers } from "./soak-callers.ts";

const usage = `npm run soak -- [options]

Runs a gateway for a while under callers that send everything and upstreams that fail in every way, and ends with 1 unless
every answer was well-formed, every request left one record, memory did not grow, and afterwards nothing is in flight and
every connection is closed.

  --minutes N    10
  --callers N    at a time: 32
  --help         this text
`;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    callers: { type: "string", default: "32" },
    help: { type: "boolean", default: false },
  },
});

const everyMs = 10_000;
const mb = 1024 * 1024;
const sampleEveryMs = 1_000;
/** From the middle third to the last; in the first the compilers and caches take their share. */
const mayGrow = { share: 0.1, mb: 5 };
/** What closes by itself: connections that are kept to upstreams. */
const settleMs = 60_000;

const minutes = Number(values.minutes);
const callers = Number(values.callers);
if (values.help) process.stdout.write(usage);
else if (!(minutes > 0) || !Number.isInteger(callers) || callers < 1) {
  process.stderr.write(`--minutes must be above 0, --callers a whole number from 1.\n\n${usage}`);
  process.exit(2);
} else {
  const processes = new BenchProcesses();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => (processes.stop(), process.exit(1)));
  try {
    const problems = await soak(processes);
    for (const problem of problems) process.stdout.write(`FAILED: ${problem}\n`);
    process.stdout.write(problems.length === 0 ? "It holds.\n" : "It does not hold.\n");
    process.exitCode = problems.length === 0 ? 0 : 1;
  } finally {
    processes.stop();
  }
}

/** @returns what does not hold */
async function soak(processes: BenchProcesses): Promise<string[]> {
  const upstream = await processes.upstream(join(import.meta.dirname, "faulty-upstream-main.ts"));
  const gateway = await processes.gateway(upstream);
  const before = await readGauges(gateway.adminOrigin);
  const load = new SoakCallers(gateway.origin, callers);
  const running = load.run(callers);
  const samples: Gauges[] = [];
  const beganMs = performance.now();
  let saidMs = beganMs;
  for (let nowMs = beganMs; nowMs - beganMs < minutes * 60_000; nowMs = performance.now()) {
    // A caller that throws ends the run at once.
    await Promise.race([pause(sampleEveryMs), running]);
    const now = await readGauges(gateway.adminOrigin);
    samples.push(now);
    if (performance.now() - saidMs < everyMs) continue;
    saidMs = performance.now();
    say((saidMs - beganMs) / 60_000, now, load);
  }
  load.stop();
  await running;
  const after = await settled(gateway.adminOrigin, before);
  return [...problemsOf(before, after, load), ...memoryProblems(samples)];
}

function say(minute: number, now: Gauges, { seen }: SoakCallers): void {
  const { sent, whole, refused, errorEvents, left, wrong } = seen;
  const callersSaw = `${sent} sent: ${whole} whole, ${refused} refused, ${errorEvents} error events, ${left} left`;
  const gatewaySays = `${(now.residentBytes / mb).toFixed(0)} MB (heap ${(now.heapBytes / mb).toFixed(0)}), ${now.openFiles} files, ${now.inFlight} in flight`;
  process.stdout.write(`${minute.toFixed(1)} min  ${callersSaw}, ${wrong.length} wrong | ${gatewaySays}\n`);
}

/** What is left when nothing more changes for the better, or the time for it is over. */
async function settled(adminOrigin: string, before: Gauges): Promise<Gauges> {
  const untilMs = performance.now() + settleMs;
  for (;;) {
    const now = await readGauges(adminOrigin);
    const done = now.inFlight + now.streamsOpen + now.upstreamInFlight === 0 && now.openFiles <= before.openFiles;
    if (done || performance.now() > untilMs) return now;
    await pause(500);
  }
}

function problemsOf(before: Gauges, after: Gauges, { seen }: SoakCallers): string[] {
  const facts: [boolean, string][] = [
    [seen.wrong.length === 0, `answers that were not well-formed, among them: ${seen.wrong.slice(0, 3).join(" ¦ ")}`],
    [after.records === seen.sent, `${seen.sent} requests left ${after.records} records`],
    [after.inFlight === 0, `${after.inFlight} requests are still in flight`],
    [after.streamsOpen === 0, `${after.streamsOpen} streams are still open`],
    [after.upstreamInFlight === 0, `${after.upstreamInFlight} upstream slots are still taken`],
    [after.openFiles <= before.openFiles, `${after.openFiles} files are open, ${before.openFiles} before`],
  ];
  return facts.flatMap(([holds, problem]) => (holds ? [] : [problem]));
}

function memoryProblems(samples: readonly Gauges[]): string[] {
  const kinds = { heap: "heapBytes", resident: "residentBytes" } as const;
  return Object.entries(kinds).flatMap(([name, gauge]) => {
    const { middle, last } = floorsOf(samples.map((sample) => sample[gauge] / mb));
    const most = middle * (1 + mayGrow.share) + mayGrow.mb;
    const figures = `${name} memory: at least ${middle.toFixed(1)} MB in the middle third, ${last.toFixed(1)} MB in the last`;
    process.stdout.write(`${figures}; ${most.toFixed(1)} allowed\n`);
    return last <= most ? [] : [`${name} memory grows`];
  });
}
