import type { BenchRow } from "./bench-table.ts";
import { addedGapBound, type FrameRates } from "./frame-rates.ts";
import type { RecordCost } from "./record-cost.ts";
import type { StreamMemory } from "./stream-memory.ts";

/** Everything that one run of the benchmark measured. */
export type BenchResult = {
  readonly machine: string;
  readonly rows: readonly BenchRow[];
  readonly frameRates: readonly FrameRates[];
  readonly streamMemory: readonly StreamMemory[];
  readonly recordCost: readonly RecordCost[];
  /** What could not be measured, and why. */
  readonly notMeasured: readonly string[];
};

/** What the gateway has to keep. `holds` null: only stated. */
export type Target = {
  readonly what: string;
  readonly bound: string;
  readonly figure: string;
  readonly holds: boolean | null;
};

/** The figures of `own` against what it has to keep; what was not measured is left out. */
export function benchTargets(result: BenchResult, own: string): Target[] {
  const rows = result.rows.filter(({ proxy }) => proxy === own);
  const named = (start: string): BenchRow | undefined => rows.find(({ workload }) => workload.startsWith(start));
  const streams = rows.filter(({ cpuPerFrameUs }) => cpuPerFrameUs !== null);
  const cheapest = Math.min(...streams.map(({ cpuPerFrameUs }) => cpuPerFrameUs ?? Number.POSITIVE_INFINITY));
  const memory = result.streamMemory.find(({ proxy }) => proxy === own);
  const rates = result.frameRates.find(({ proxy }) => proxy === own);
  const lost = rows.reduce((sum, { lostFrames }) => sum + lostFrames, 0);
  return [
    ...atMost("CPU per request ÷ bare relay, 64 at a time", named("small bodies, 64")?.ratio, 1.4, "×", 2),
    ...atMost("CPU per request ÷ bare relay, 1 at a time", named("small bodies, 1 ")?.ratio, 1.4, "×", 2),
    ...atMost("CPU per request ÷ bare relay, 100 KB prompts", named("100 KB")?.ratio, 2, "×", 2),
    ...atMost("added p50, 1 at a time", named("small bodies, 1 ")?.addedP50Ms, 0.3, "ms", 2),
    ...atMost("added p99, 1 at a time", named("small bodies, 1 ")?.addedP99Ms, 1, "ms", 2),
    ...streams.flatMap(({ workload, ratio }) => atMost(`CPU per frame ÷ bare relay, ${workload}`, ratio, 1.2, "×", 2)),
    ...(streams.length === 0
      ? []
      : [
          {
            what: "relayed frames a second of one core's CPU",
            bound: "≥ 30,000",
            figure: Math.round(1_000_000 / cheapest).toLocaleString("en-US"),
            holds: 1_000_000 / cheapest >= 30_000,
          },
          { what: "lost frames", bound: "0", figure: String(lost), holds: lost === 0 },
        ]),
    ...atMost("resident memory a stream, 2,000 open", memory?.kbPerStream, 64, "KB", 1),
    ...(rates === undefined
      ? []
      : [
          {
            what: `frames a second at which the added gap's p99 reaches ${addedGapBound} ms`,
            bound: "stated",
            figure:
              rates.reachedAt === null
                ? `above ${(rates.rates.at(-1)?.framesPerSecond ?? 0).toLocaleString("en-US")}`
                : rates.reachedAt.toLocaleString("en-US"),
            holds: null,
          },
        ]),
    ...result.recordCost.flatMap(({ workload, counted, stored }) => [
      ...atMost(`CPU of metrics, cells and live feed, ${workload}`, counted.share * 100, 5, "%", 1),
      ...atMost(`… with records queued and serialised, ${workload}`, stored.share * 100, 5, "%", 1),
    ]),
  ];
}

function atMost(what: string, value: number | null | undefined, most: number, unit: string, digits: number): Target[] {
  if (value === null || value === undefined) return [];
  return [{ what, bound: `≤ ${most} ${unit}`, figure: `${value.toFixed(digits)} ${unit}`, holds: value <= most }];
}
