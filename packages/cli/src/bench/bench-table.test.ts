import { expect, test } from "vitest";
import { benchRows, benchTable } from "./bench-table.ts";
import { clockMs, ticksOf } from "./cpu-time.ts";
import type { Sample } from "./measure.ts";

const sample = (proxy: string, cpuPerRequestUs: number): Sample => ({
  workload: "small",
  proxy,
  cpuPerRequestUs,
  cpuPerFrameUs: null,
  p50Ms: 1,
  p99Ms: 2,
  requests: 10,
  errors: 0,
});

const rows = benchRows([
  sample("relay", 100),
  sample("gateway", 130),
  sample("relay", 80),
  sample("gateway", 112),
  sample("relay", 70),
  sample("gateway", 500),
]);

test("a row is the median of its rounds, its ratio is against the first proxy's median", () => {
  expect(rows.map(({ proxy, cpuPerRequestUs, ratio, requests }) => [proxy, cpuPerRequestUs, ratio, requests])).toEqual([
    ["relay", 80, 1, 30],
    ["gateway", 130, 1.625, 30],
  ]);
});

test("the table has a line for each row under two lines of head", () => {
  const lines = benchTable(rows).split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[3]).toMatch(/^\| small +\| gateway \| 130\.0 +\| 1\.63× /);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});

test("CPU ticks are read behind a process name with spaces and parentheses", () => {
  expect(ticksOf("42 (node (a) b) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20")).toBe(300);
});

test.each([
  ["0:12.34\n", 12_340],
  ["01:02:03", 3_723_000],
])("CPU time %j is %d ms", (text, ms) => {
  expect(clockMs(text)).toBeCloseTo(ms, 3);
});
