import { percentile } from "../percentile.ts";
import type { Sample } from "./measure.ts";

/** One row of the result: medians over the rounds. */
export type BenchRow = Omit<Sample, "requests" | "errors"> & {
  /** CPU per request ÷ that of the first proxy under the same load. */
  readonly ratio: number;
  /** Sums over the rounds. */
  readonly requests: number;
  readonly errors: number;
};

/** Medians over rounds, in order of first appearance; ratios against the proxy that stands first in its workload. */
export function benchRows(samples: readonly Sample[]): BenchRow[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = `${sample.workload}|${sample.proxy}`;
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  const yardsticks = new Map<string, number>();
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const cpuPerRequestUs = median(group, "cpuPerRequestUs") ?? 0;
    const yardstick = yardsticks.get(first.workload) ?? cpuPerRequestUs;
    yardsticks.set(first.workload, yardstick);
    return {
      workload: first.workload,
      proxy: first.proxy,
      cpuPerRequestUs,
      ratio: cpuPerRequestUs / yardstick,
      cpuPerFrameUs: median(group, "cpuPerFrameUs"),
      p50Ms: median(group, "p50Ms"),
      p99Ms: median(group, "p99Ms"),
      requests: group.reduce((sum, { requests }) => sum + requests, 0),
      errors: group.reduce((sum, { errors }) => sum + errors, 0),
    };
  });
}

/** The rows as a Markdown table, so that it can be pasted as it is. */
export function benchTable(rows: readonly BenchRow[]): string {
  const head = ["load", "proxy", "CPU µs/request", "ratio", "CPU µs/frame", "p50 ms", "p99 ms", "requests", "errors"];
  const body = rows.map((row) => [
    row.workload,
    row.proxy,
    row.cpuPerRequestUs.toFixed(1),
    `${row.ratio.toFixed(2)}×`,
    row.cpuPerFrameUs?.toFixed(1) ?? "–",
    row.p50Ms?.toFixed(2) ?? "–",
    row.p99Ms?.toFixed(2) ?? "–",
    String(row.requests),
    String(row.errors),
  ]);
  const widths = head.map((title, at) => Math.max(title.length, ...body.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

function median(
  samples: readonly Sample[],
  key: "cpuPerRequestUs" | "cpuPerFrameUs" | "p50Ms" | "p99Ms",
): number | null {
  return percentile(
    samples.map((sample) => sample[key]).filter((value) => value !== null),
    0.5,
  );
}
