import type { CellCounts } from "./cell.ts";
import { emptySparse, mergeSparse } from "./sparse-histogram.ts";

/** Counts of nothing: the zero of `mergeCounts`. */
export const emptyCounts: CellCounts = Object.freeze({
  requests: 0,
  attempts: 0,
  rescued: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  costNanoUsd: 0,
  durationMs: emptySparse,
  firstTokenMs: emptySparse,
  perTokenMs: emptySparse,
});

/** Adds the counts of two cells. Associative and commutative. */
export function mergeCounts(a: CellCounts, b: CellCounts): CellCounts {
  return {
    requests: a.requests + b.requests,
    attempts: a.attempts + b.attempts,
    rescued: a.rescued + b.rescued,
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costNanoUsd: a.costNanoUsd + b.costNanoUsd,
    durationMs: mergeSparse(a.durationMs, b.durationMs),
    firstTokenMs: mergeSparse(a.firstTokenMs, b.firstTokenMs),
    perTokenMs: mergeSparse(a.perTokenMs, b.perTokenMs),
  };
}
