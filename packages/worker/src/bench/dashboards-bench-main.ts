import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type CellRetention, type CellWidth, cellTables, cellWidths } from "@meridian/db";
import { type Operations, openOperations } from "@meridian/operations";
import { readWorkerSettings } from "../env.ts";
import { type BenchCopy, type BenchState, openBenchCopy } from "./bench-copy.ts";
import { type BenchResult, benchReport, missed } from "./bench-report.ts";
import { fillCells, type Filled, latestVersion } from "./fill-cells.ts";
import { fillRequests } from "./fill-requests.ts";
import { measureIngest } from "./measure-ingest.ts";
import { measureLog } from "./measure-log.ts";
import { measureQuestions } from "./measure-questions.ts";

const usage = `npm run bench:dashboards -- [options]

Fills an embedded Postgres of its own with cells and request lines, asks every dashboard query at every range, pages through
the request log, and writes records as gateways do. Ends with 1 when a target is missed.

  --requests N   that the cells stand for: 1e8
  --days N       of history: 90
  --lines N      of the request log: 2e7
  --rounds N     of measuring: 20
  --seconds N    of ingest: 60
  --seed N       1
  --report FILE  writes the report as Markdown, and beside it as JSON
  --folder DIR   where the database is made and left; one that is filled already is measured again as it is
  --help         this text
`;

const text = { type: "string" } as const;
const { values: given } = parseArgs({
  options: {
    requests: { ...text, default: "1e8" },
    days: { ...text, default: "90" },
    lines: { ...text, default: "2e7" },
    rounds: { ...text, default: "20" },
    seconds: { ...text, default: "60" },
    seed: { ...text, default: "1" },
    report: text,
    folder: text,
    help: { type: "boolean", default: false },
  },
});

const dayMs = 86_400_000;
/** 17:23:40 UTC of yesterday: every width has a part of its last window. */
const nowMs = Math.floor(Date.now() / dayMs) * dayMs - dayMs + (17 * 60 + 23) * 60_000 + 40_000;
/** The log goes back as far as it is kept. */
const daysOfLog = 18;
/** Each day of the log has the next. */
const firstLoggedVersion = 100;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

if (given.help) process.stdout.write(usage);
else {
  const [requests, days, lines, rounds, seconds, seed] = [
    given.requests,
    given.days,
    given.lines,
    given.rounds,
    given.seconds,
    given.seed,
  ].map(Number) as [number, number, number, number, number, number];
  const whole = [requests, days, lines, rounds, seed].every((value) => Number.isInteger(value) && value >= 1);
  if (!whole || !(seconds > 0)) {
    process.stderr.write(`All but --seconds must be whole numbers from 1.\n\n${usage}`);
    process.exit(2);
  }
  const home = given.folder ?? mkdtempSync(join(tmpdir(), "meridian-bench-"));
  const copy = await openBenchCopy(home);
  const end = (): void => {
    copy.stop();
    if (given.folder === undefined) rmSync(home, { recursive: true, force: true });
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => (end(), process.exit(1)));
  try {
    const result = await bench(copy, { requests, days, lines, rounds, seconds, seed });
    const report = benchReport(result);
    process.stdout.write(report);
    if (given.report !== undefined) {
      writeFileSync(given.report, report);
      writeFileSync(given.report.replace(/(\.md)?$/, ".json"), `${JSON.stringify(result, null, 1)}\n`);
    }
    if (missed(result).length > 0) process.exitCode = 1;
  } finally {
    end();
  }
}

type Plan = {
  readonly requests: number;
  readonly days: number;
  readonly lines: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly seed: number;
};

async function bench(copy: BenchCopy, plan: Plan): Promise<BenchResult> {
  process.env["DATABASE_URL"] = copy.databaseUrl;
  const keepDays = readWorkerSettings().retention.cells;
  const filling = openOperations({ ...copy, clock: Date.now });
  const state = copy.state ?? (await fill(filling, plan, keepDays));
  copy.keep(state);
  await filling.close();
  const { environmentId, userId, nowMs } = state;
  const operations = openOperations({ ...copy, clock: () => nowMs });
  const { parts } = operations;
  const { pool } = parts.db;
  const ctx = await operations.inEnvironment(userId, environmentId);
  const bytesPerMillion = await bytesOfCells(pool, state.filled, keepDays, state.days);
  const loadBefore = loadavg()[0] ?? 0;
  const questions = await measureQuestions(ctx, { environmentId, nowMs, rounds: plan.rounds }, say);
  const newestVersion = firstLoggedVersion + daysOfLog - 1;
  const log = { environmentId, untilMs: nowMs, days: daysOfLog, newestVersion, rounds: plan.rounds };
  const pages = await measureLog(ctx, log, say);
  const ingest = await measureIngest(parts, { environmentId, keepDays, version: latestVersion, ...plan });
  const { rows } = await pool.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  await operations.close();
  return {
    command: ["npm run bench:dashboards --", ...process.argv.slice(2)].join(" "),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "CPU"}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, Postgres ${rows[0]?.version} (embedded, its settings)`,
    measuredAt: new Date().toISOString().slice(0, 16).concat("Z"),
    load: [loadBefore, loadavg()[0] ?? 0],
    days: state.days,
    cells: { ...state.filled, bytesPerMillion },
    questions,
    log: { lines: state.lines, pages },
    ingest,
  };
}

async function fill(operations: Operations, plan: Plan, keepDays: CellRetention): Promise<BenchState> {
  const { parts } = operations;
  const { pool, prisma } = parts.db;
  const [workspaceId, environmentId, userId] = [randomUUID(), randomUUID(), randomUUID()];
  await prisma.workspace.create({ data: { id: workspaceId, slug: "bench", name: "Bench" } });
  await prisma.environment.create({ data: { id: environmentId, workspaceId, name: "production" } });
  const user = { id: userId, email: "bench@example.test", name: "Bench" };
  await prisma.user.create({ data: { ...user, memberships: { create: { workspaceId, role: "viewer" } } } });
  await pool.query("ALTER SYSTEM SET max_wal_size = '8GB'");
  await pool.query("SELECT pg_reload_conf()");
  const filled = await fillCells(parts, { environmentId, nowMs, keepDays, ...plan }, say);
  const log = { environmentId, seed: plan.seed, requests: plan.lines, days: daysOfLog, untilMs: nowMs };
  await fillRequests(parts, { ...log, firstVersion: firstLoggedVersion }, say);
  await pool.query("ALTER SYSTEM RESET max_wal_size");
  await pool.query("SELECT pg_reload_conf()");
  await pool.query("CHECKPOINT");
  return { environmentId, userId, nowMs, days: plan.days, lines: plan.lines, filled };
}

/** With indexes, by the requests that the cells of each width stand for. */
async function bytesOfCells(
  pool: Operations["parts"]["db"]["pool"],
  { requests }: Filled,
  keepDays: Readonly<Record<CellWidth, number>>,
  days: number,
): Promise<Record<CellWidth, number>> {
  const found: [CellWidth, number][] = [];
  for (const width of cellWidths) {
    const { rows } = await pool.query<{ bytes: string }>("SELECT pg_total_relation_size($1::regclass) AS bytes", [
      cellTables[width],
    ]);
    const counted = (requests / days) * Math.min(days, keepDays[width] + 1);
    found.push([width, Math.round((Number(rows[0]?.bytes) / counted) * 1_000_000)]);
  }
  return Object.fromEntries(found) as Record<CellWidth, number>;
}
