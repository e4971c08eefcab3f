import type { Cell, SparseHistogram } from "./cell.ts";
import type { RequestOutcome } from "./request-record.ts";
import { emptySparse, mergeSparse, quantile } from "./sparse-histogram.ts";

/** Percentiles in ms; null without a value. */
export type Percentiles = {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
};

/** What a set of cells adds up to. */
export type CellSummary = {
  /** All of them: completed + rejected + failed + cancelled. */
  readonly requests: number;
  readonly completed: number;
  readonly rejected: number;
  readonly failed: number;
  readonly cancelled: number;
  /** failed ÷ (completed + failed), 0..1: neither the caller's mistakes nor departures count. null without either. */
  readonly errorRate: number | null;
  readonly attempts: number;
  readonly rescued: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly costNanoUsd: number;
  /** Of completed requests: refusals answer in no time and would flatter the rest. */
  readonly durationMs: Percentiles;
  readonly firstTokenMs: Percentiles;
  readonly perTokenMs: Percentiles;
};

/** Adds cells up. Feed each cell once: the latest of its key (see `CellMap`). */
export function summarise(cells: Iterable<Pick<Cell, "outcome" | "counts">>): CellSummary {
  const byOutcome: Record<RequestOutcome, number> = { completed: 0, rejected: 0, failed: 0, cancelled: 0 };
  let attempts = 0;
  let rescued = 0;
  let inputTokens = 0;
  let cachedInputTokens = 0;
  let outputTokens = 0;
  let costNanoUsd = 0;
  let duration = emptySparse;
  let firstToken = emptySparse;
  let perToken = emptySparse;
  for (const { outcome, counts } of cells) {
    byOutcome[outcome] += counts.requests;
    attempts += counts.attempts;
    rescued += counts.rescued;
    inputTokens += counts.inputTokens;
    cachedInputTokens += counts.cachedInputTokens;
    outputTokens += counts.outputTokens;
    costNanoUsd += counts.costNanoUsd;
    if (outcome === "completed") duration = mergeSparse(duration, counts.durationMs);
    firstToken = mergeSparse(firstToken, counts.firstTokenMs);
    perToken = mergeSparse(perToken, counts.perTokenMs);
  }
  const answered = byOutcome.completed + byOutcome.failed;
  return {
    requests: answered + byOutcome.rejected + byOutcome.cancelled,
    ...byOutcome,
    errorRate: answered === 0 ? null : byOutcome.failed / answered,
    attempts,
    rescued,
    inputTokens,
    cachedInputTokens,
    outputTokens,
    costNanoUsd,
    durationMs: percentilesOf(duration),
    firstTokenMs: percentilesOf(firstToken),
    perTokenMs: percentilesOf(perToken),
  };
}

function percentilesOf(histogram: SparseHistogram): Percentiles {
  return {
    count: histogram.count,
    mean: histogram.count === 0 ? null : histogram.sum / histogram.count,
    p50: quantile(histogram, 0.5),
    p95: quantile(histogram, 0.95),
    p99: quantile(histogram, 0.99),
  };
}
