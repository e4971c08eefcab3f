import { expect, test } from "vitest";
import { benchPage } from "./bench-page.ts";
import { benchRows, benchTable } from "./bench-table.ts";
import { clockMs, ticksOf } from "./cpu-time.ts";
import type { Sample } from "./measure.ts";

const sample = (proxy: string, cpuPerRequestUs: number | null, p50Ms: number): Sample => ({
  workload: "small",
  proxy,
  cpuPerRequestUs,
  cpuPerFrameUs: null,
  requestsPerSecond: 100,
  framesPerSecond: null,
  firstByteP50Ms: 1,
  gapP99Ms: null,
  p50Ms,
  p99Ms: 2,
  residentMb: 80,
  requests: 10,
  errors: 0,
  lostFrames: 0,
});

const rows = benchRows(
  [
    sample("none", null, 0.5),
    sample("relay", 100, 1),
    sample("gateway", 130, 1.25),
    sample("relay", 80, 1),
    sample("gateway", 112, 1.25),
    sample("relay", 70, 1),
    sample("gateway", 500, 9),
  ],
  { yardstick: "relay", direct: "none" },
);

test("a row is the median of its rounds, against the yardstick's CPU and the time without a proxy", () => {
  expect(rows.map((row) => [row.proxy, row.cpuPerRequestUs, row.ratio, row.addedP50Ms, row.requests])).toEqual([
    ["none", null, null, null, 10],
    ["relay", 80, 1, 0.5, 30],
    ["gateway", 130, 1.625, 0.75, 30],
  ]);
});

test("the table has a line for each row under two lines of head", () => {
  const lines = benchTable(rows).split("\n");
  expect(lines).toHaveLength(5);
  expect(lines[4]).toMatch(/^\| small +\| gateway \| 130\.0 +\| 1\.63× /);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});

test("the page has a bar for every proxy that was measured, and no plot of what was not", () => {
  const page = benchPage(rows, [], "1 × <CPU>", benchTable(rows));
  const plot = /<figcaption>CPU µs per request<\/figcaption><svg.*?<\/svg>/.exec(page)?.[0] ?? "";
  expect(plot.match(/<rect/g)).toHaveLength(2);
  expect(page).toContain("1 × &lt;CPU>");
  expect(page).not.toContain("<figcaption>CPU µs per frame");
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
