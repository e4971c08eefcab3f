import type { RequestOutcome } from "./request-record.ts";

/** Width of the cells that gateways write. The worker compacts them to 60 s and 3,600 s. */
export const cellMs = 10_000;

/** What a cell is about. Empty string (0 for the config version) stands for "none", so that a key is never null. */
export type CellDimensions = {
  readonly environmentId: string;
  readonly route: string;
  /** The name that callers asked for, of requests that a route matched; "(other)" beyond what a gateway keeps apart. */
  readonly model: string;
  readonly upstream: string;
  readonly configVersion: number;
  readonly keyId: string;
  readonly promptVariant: string;
  readonly callerRegion: string;
  readonly outcome: RequestOutcome;
};

/** Which process counted; a restart is a new epoch (its start, epoch ms), so that its counts never overwrite older ones. */
export type CellSource = { readonly instanceId: string; readonly epoch: number };

/**
 * Additive counts of the requests that ended in one window. Cumulative within the window: a later cell of the same
 * source, start and dimensions replaces the earlier one (idempotent upsert), in the database and in the browser alike.
 */
export type Cell = CellDimensions &
  CellSource & {
    /** Epoch ms, a multiple of the cell's width. */
    readonly startMs: number;
    readonly counts: CellCounts;
  };

export type CellCounts = {
  readonly requests: number;
  readonly attempts: number;
  /** Requests that needed more than one attempt and completed. */
  readonly rescued: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly costNanoUsd: number;
  /** Whole duration as the caller saw it, ms. */
  readonly durationMs: SparseHistogram;
  /** TTFT of streams, ms. */
  readonly firstTokenMs: SparseHistogram;
  /** Time per output token after the first, ms. */
  readonly perTokenMs: SparseHistogram;
};

/**
 * Exponential histogram with 8 buckets per doubling: bucket i holds values in (2^(i/8), 2^((i+1)/8)]. Pairs
 * [index, count, index, count, …] in rising order of index; `sum` is exact. Values ≤ 2^(-3) ms fall into bucket -24.
 */
export type SparseHistogram = { readonly buckets: readonly number[]; readonly count: number; readonly sum: number };
