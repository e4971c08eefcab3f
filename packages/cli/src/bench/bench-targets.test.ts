import { expect, test } from "vitest";
import { benchMarkdown } from "./bench-markdown.ts";
import { benchPage } from "./bench-page.ts";
import type { BenchRow } from "./bench-table.ts";
import { type BenchResult, benchTargets } from "./bench-targets.ts";

const row = (workload: string, proxy: string, fields: Partial<BenchRow>): BenchRow => ({
  workload,
  proxy,
  cpuPerRequestUs: 70,
  cpuPerFrameUs: null,
  requestsPerSecond: 1,
  framesPerSecond: null,
  firstByteP50Ms: 1,
  p50Ms: 1,
  p99Ms: 1,
  residentMb: 1,
  ratio: 1,
  addedP50Ms: 0.1,
  addedP99Ms: 0.2,
  addedFirstByteMs: 0.1,
  requests: 1,
  errors: 0,
  lostFrames: 0,
  ...fields,
});

const rate = (framesPerSecond: number, addedGapP99Ms: number) => ({
  framesPerSecond,
  relayedPerSecond: framesPerSecond,
  gapP99Ms: addedGapP99Ms + 5,
  addedGapP99Ms,
  cpuPerFrameUs: 20,
  lostFrames: 0,
});

const result: BenchResult = {
  machine: "2 × CPU",
  rows: [
    row("small bodies, 64 at a time", "relay", { cpuPerRequestUs: 50 }),
    row("small bodies, 64 at a time", "gateway", { ratio: 1.4 }),
    row("small bodies, 1 at a time", "gateway", { ratio: 1.41, addedP99Ms: 1.2 }),
    row("64 streams, 12,800 frames/s", "gateway", { cpuPerFrameUs: 20, ratio: 1.1 }),
  ],
  frameRates: [{ proxy: "gateway", rates: [rate(6_400, 0.5), rate(12_800, 6)], reachedAt: 12_800 }],
  streamMemory: [{ proxy: "gateway", streams: 2_000, kbPerStream: 65, growthMbPerMinute: 0 }],
  recordCost: [],
  notMeasured: ["somebody: not there"],
};

test("each figure of the gateway stands beside its bound, and what was not measured in no line", () => {
  const held = benchTargets(result, "gateway").map(({ what, figure, holds }) => [what, figure, holds]);
  expect(held).toContainEqual(["CPU per request ÷ bare relay, 64 at a time", "1.40 ×", true]);
  expect(held).toContainEqual(["CPU per request ÷ bare relay, 1 at a time", "1.41 ×", false]);
  expect(held).toContainEqual(["added p99, 1 at a time", "1.20 ms", false]);
  expect(held).toContainEqual(["relayed frames a second of one core's CPU", "50,000", true]);
  expect(held).toContainEqual(["resident memory a stream, 2,000 open", "65.0 KB", false]);
  expect(held).toContainEqual(["frames a second at which the added gap's p99 reaches 5 ms", "12,800", null]);
  expect(held.some(([what]) => String(what).includes("100 KB"))).toBe(false);
});

test("what is printed holds the rows of the README and says what was not measured", () => {
  const text = benchMarkdown(result, "gateway", "relay");
  expect(text).toContain("50 → 70 µs (1.40 ×)");
  expect(text).toContain("- somebody: not there");
  expect(text).not.toContain("Records, metrics and live feed");
});

test("the page has a line of gaps for every proxy whose frames were raced", () => {
  expect(benchPage(result.rows, result.frameRates, "", "").match(/<path/g)).toHaveLength(1);
});
