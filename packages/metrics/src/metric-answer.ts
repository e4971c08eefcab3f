import type { CellCounts, SparseHistogram } from "./cell.ts";
import type { MetricDimension } from "./metric-query.ts";
import { type RequestOutcome, requestOutcomes } from "./request-record.ts";
import { emptySparse } from "./sparse-histogram.ts";

/** All requests of one group with one outcome that ended in one step. */
export type MetricCell = {
  /** Epoch ms, a multiple of the step. */
  readonly startMs: number;
  /** The group: a value for each dimension that was asked for in `by`. */
  readonly by: Readonly<Partial<Record<MetricDimension, string>>>;
  readonly outcome: RequestOutcome;
  /** Histograms that were not asked for are empty. */
  readonly counts: CellCounts;
};

export type MetricAnswer = {
  /** The start of the first step: at or before the one asked for. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Wider than the one asked for, a multiple of it, where cells so narrow are not kept any more or would be too many. */
  readonly stepMs: number;
  /** Width of the widest cells read. */
  readonly resolutionMs: number;
  /** Up to here all is counted, if all is well; later steps may still grow. At most `toMs`. */
  readonly completeUntilMs: number;
  /** Rows of cells that the database read for it. */
  readonly rowsRead: number;
  readonly by: readonly MetricDimension[];
  /** The values of `by` of each group; those without much traffic are together in a group of "(other)". */
  readonly groups: readonly (readonly string[])[];
  /** How many groups "(other)" stands for; 0 without one. */
  readonly foldedGroups: number;
  /** To be read with `metricCellsOf`. */
  readonly cells: readonly PackedMetricCell[];
};

/**
 * A cell as it travels: step (0 is that of `fromMs`), group, outcome, then its counts in their order, then what histograms
 * there are: their sum and, per bucket, the distance to the one before (the first from 0) and its count.
 */
export type PackedMetricCell = readonly [
  step: number,
  group: number,
  outcome: number,
  requests: number,
  attempts: number,
  rescued: number,
  inputTokens: number,
  cachedInputTokens: number,
  outputTokens: number,
  costNanoUsd: number,
  durationMs: readonly number[],
  firstTokenMs: readonly number[],
  perTokenMs: readonly number[],
];

/** Puts a cell into the form in which it travels. Sums of histograms keep three digits of a millisecond. */
export function packMetricCell(
  step: number,
  group: number,
  outcome: RequestOutcome,
  counts: CellCounts,
): PackedMetricCell {
  return [
    step,
    group,
    requestOutcomes.indexOf(outcome),
    counts.requests,
    counts.attempts,
    counts.rescued,
    counts.inputTokens,
    counts.cachedInputTokens,
    counts.outputTokens,
    counts.costNanoUsd,
    packHistogram(counts.durationMs),
    packHistogram(counts.firstTokenMs),
    packHistogram(counts.perTokenMs),
  ];
}

/** The cells of an answer. */
export function metricCellsOf(
  answer: Pick<MetricAnswer, "fromMs" | "stepMs" | "by" | "groups" | "cells">,
): MetricCell[] {
  const groups = answer.groups.map((values) =>
    Object.fromEntries(answer.by.map((dimension, index) => [dimension, values[index] ?? ""])),
  );
  return answer.cells.map((packed) => ({
    startMs: answer.fromMs + packed[0] * answer.stepMs,
    by: groups[packed[1]] ?? {},
    outcome: requestOutcomes[packed[2]] ?? "failed",
    counts: {
      requests: packed[3],
      attempts: packed[4],
      rescued: packed[5],
      inputTokens: packed[6],
      cachedInputTokens: packed[7],
      outputTokens: packed[8],
      costNanoUsd: packed[9],
      durationMs: unpackHistogram(packed[10]),
      firstTokenMs: unpackHistogram(packed[11]),
      perTokenMs: unpackHistogram(packed[12]),
    },
  }));
}

function packHistogram({ buckets, sum }: SparseHistogram): readonly number[] {
  if (buckets.length === 0) return [];
  const packed = [Math.round(sum * 1_000) / 1_000];
  let previous = 0;
  for (let at = 0; at < buckets.length; at += 2) {
    const index = buckets[at] ?? 0;
    packed.push(index - previous, buckets[at + 1] ?? 0);
    previous = index;
  }
  return packed;
}

function unpackHistogram(packed: readonly number[]): SparseHistogram {
  if (packed.length === 0) return emptySparse;
  const buckets: number[] = [];
  let index = 0;
  let count = 0;
  for (let at = 1; at < packed.length; at += 2) {
    index += packed[at] ?? 0;
    buckets.push(index, packed[at + 1] ?? 0);
    count += packed[at + 1] ?? 0;
  }
  return { buckets, count, sum: packed[0] ?? 0 };
}
