import { percentile } from "../percentile.ts";
import type { Sample } from "./measure.ts";

/** What has a median over the rounds. */
const medians = [
  "cpuPerRequestUs",
  "cpuPerFrameUs",
  "requestsPerSecond",
  "framesPerSecond",
  "firstByteP50Ms",
  "p50Ms",
  "p99Ms",
  "residentMb",
] as const;
type Median = (typeof medians)[number];

/** One row of the result. */
export type BenchRow = Readonly<Record<Median, number | null>> & {
  readonly workload: string;
  readonly proxy: string;
  /** CPU per request ÷ that of the yardstick under the same load. */
  readonly ratio: number | null;
  /** Beyond what the upstream takes without a proxy. */
  readonly addedP50Ms: number | null;
  readonly addedP99Ms: number | null;
  readonly addedFirstByteMs: number | null;
  /** Sums over the rounds. */
  readonly requests: number;
  readonly errors: number;
  readonly lostFrames: number;
};

/** How the rows that others are compared with are called. */
export type Against = { readonly yardstick: string; readonly direct: string };

/** Medians over rounds, in order of first appearance. */
export function benchRows(samples: readonly Sample[], { yardstick, direct }: Against): BenchRow[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = keyOf(sample.workload, sample.proxy);
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { workload, proxy } = first;
    const of = (name: Median): number | null => median(group, name);
    const isProxy = proxy !== direct;
    const added = (name: Median): number | null =>
      isProxy ? difference(of(name), median(groups.get(keyOf(workload, direct)) ?? [], name)) : null;
    const cpu = of("cpuPerRequestUs");
    const least = median(groups.get(keyOf(workload, yardstick)) ?? [], "cpuPerRequestUs");
    const sum = (name: "requests" | "errors" | "lostFrames"): number =>
      group.reduce((total, sample) => total + sample[name], 0);
    return {
      workload,
      proxy,
      cpuPerRequestUs: cpu,
      cpuPerFrameUs: of("cpuPerFrameUs"),
      requestsPerSecond: of("requestsPerSecond"),
      framesPerSecond: of("framesPerSecond"),
      firstByteP50Ms: of("firstByteP50Ms"),
      p50Ms: of("p50Ms"),
      p99Ms: of("p99Ms"),
      residentMb: of("residentMb"),
      ratio: cpu === null || least === null ? null : cpu / least,
      addedP50Ms: added("p50Ms"),
      addedP99Ms: added("p99Ms"),
      addedFirstByteMs: added("firstByteP50Ms"),
      requests: sum("requests"),
      errors: sum("errors"),
      lostFrames: sum("lostFrames"),
    };
  });
}

/** What is printed of a row, in the order of the columns. */
const columns: readonly (readonly [title: string, cell: (row: BenchRow) => string])[] = [
  ["load", (row) => row.workload],
  ["proxy", (row) => row.proxy],
  ["CPU µs/request", (row) => digits(row.cpuPerRequestUs, 1)],
  ["ratio", (row) => (row.ratio === null ? "–" : `${row.ratio.toFixed(2)}×`)],
  ["CPU µs/frame", (row) => digits(row.cpuPerFrameUs, 1)],
  ["requests/s", (row) => digits(row.requestsPerSecond, 0)],
  ["added p50 ms", (row) => digits(row.addedP50Ms, 2)],
  ["added p99 ms", (row) => digits(row.addedP99Ms, 2)],
  ["frames/s a core", (row) => (row.cpuPerFrameUs === null ? "–" : (1_000_000 / row.cpuPerFrameUs).toFixed(0))],
  ["added first byte ms", (row) => digits(row.addedFirstByteMs, 2)],
  ["MB", (row) => digits(row.residentMb, 0)],
  ["lost frames", (row) => String(row.lostFrames)],
  ["requests", (row) => String(row.requests)],
  ["errors", (row) => String(row.errors)],
];

/** The rows as a Markdown table, so that it can be pasted as it is. */
export function benchTable(rows: readonly BenchRow[]): string {
  return markdownTable(
    columns.map(([title]) => title),
    rows.map((row) => columns.map(([, cell]) => cell(row))),
  );
}

/** The cells in columns as wide as they need; empty without any row. */
export function markdownTable(head: readonly string[], body: readonly (readonly string[])[]): string {
  if (body.length === 0) return "";
  const widths = head.map((title, at) => Math.max(title.length, ...body.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

const keyOf = (workload: string, proxy: string): string => `${workload}|${proxy}`;

function digits(value: number | null, count: number): string {
  return value?.toFixed(count) ?? "–";
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

function median(samples: readonly Sample[], name: Median): number | null {
  return percentile(
    samples.map((sample) => sample[name]).filter((value) => value !== null),
    0.5,
  );
}
