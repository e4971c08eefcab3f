import {
  type CellCounts,
  type CellSummary,
  emptyCounts,
  emptySparse,
  mergeCounts,
  mergeSparse,
  type RequestOutcome,
  type SparseHistogram,
  summarise,
} from "@meridian/metrics";

/** What any number of slices add up to, still additive: counts and histograms an outcome. */
export type Tally = { readonly [Outcome in RequestOutcome]?: CellCounts };

export const emptyTally: Tally = {};

/** Adds slices up. */
export function tallyOf(slices: Iterable<{ readonly outcome: RequestOutcome; readonly counts: CellCounts }>): Tally {
  const tally: { [Outcome in RequestOutcome]?: CellCounts } = {};
  for (const { outcome, counts } of slices) {
    const held = tally[outcome];
    tally[outcome] = held ? mergeCounts(held, counts) : counts;
  }
  return tally;
}

/** Adds tallies up. */
export function mergeTallies(tallies: Iterable<Tally>): Tally {
  return tallyOf(flatten(tallies));
}

function* flatten(tallies: Iterable<Tally>) {
  for (const tally of tallies) yield* entriesOf(tally);
}

function entriesOf(tally: Tally): { outcome: RequestOutcome; counts: CellCounts }[] {
  return Object.entries(tally).map(([outcome, counts]) => ({ outcome: outcome as RequestOutcome, counts }));
}

export function summaryOf(tally: Tally): CellSummary {
  return summarise(entriesOf(tally));
}

/** Requests of all outcomes. */
export function requestsOf(tally: Tally): number {
  return entriesOf(tally).reduce((sum, { counts }) => sum + counts.requests, 0);
}

/** Durations of completed requests, as percentiles are made of them. */
export function durationsOf(tally: Tally): SparseHistogram {
  return (tally.completed ?? emptyCounts).durationMs;
}

/** TTFT of all streams that had a first token. */
export function firstTokensOf(tally: Tally): SparseHistogram {
  return entriesOf(tally).reduce((sum, { counts }) => mergeSparse(sum, counts.firstTokenMs), emptySparse);
}
