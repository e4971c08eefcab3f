import type { RequestFilter } from "./request-filter.ts";
import type { RequestSummary } from "./request-summary.ts";
import type { RunKind } from "./run.ts";

/** A position in the log: that of one line. */
export type RequestCursor = { readonly startedAtMs: number; readonly id: string };

/** A stretch of time of one environment's log; `toMs` is excluded. */
export type RequestWindow = {
  readonly environmentId: string;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
};

export type RequestQuery = RequestWindow & {
  /** Lines beyond this one; without it from the end of the window on. */
  readonly cursor?: RequestCursor | undefined;
  /** Into the past (the default) or towards now. */
  readonly direction?: "older" | "newer" | undefined;
  readonly limit: number;
  readonly filter?: RequestFilter | undefined;
};

export type RequestListing = {
  /** Newest first, whichever way was looked. */
  readonly requests: readonly RequestSummary[];
  /**
   * Set when a page is not full because looking stopped at its bound, 20,000 lines: where to look on. null: the page is
   * full, or there are no more.
   */
  readonly stoppedAt: RequestCursor | null;
};

export type RunQuery = RequestWindow &
  RunKind & {
    /** Runs whose newest request lies before this line. */
    readonly cursor?: RequestCursor | undefined;
    readonly limit: number;
  };

/** Parallel arrays, one entry a request. */
export type RequestCosts = { readonly costNanoUsd: readonly number[]; readonly tokens: readonly number[] };
