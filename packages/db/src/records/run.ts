/** What makes requests one run: the session their caller named, or the trace they belong to. */
export const runKinds = ["session", "trace"] as const;
export type RunKind = { readonly by: (typeof runKinds)[number] };

/** Requests of one session or trace, added up. */
export type Run = {
  /** Session hash or trace id. */
  readonly key: string;
  /** 1,000 is the most that are added up: see `more`. */
  readonly requests: number;
  /** There are more than were added up; figures are of the newest 1,000. */
  readonly more: boolean;
  readonly failed: number;
  readonly rejected: number;
  readonly firstStartedAtMs: number;
  /** Start of the newest request. */
  readonly lastStartedAtMs: number;
  /** When the last of them ended. */
  readonly endedAtMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costNanoUsd: number;
  /** Asked for, in order of the alphabet; at most 10. */
  readonly models: readonly string[];
  readonly routes: readonly string[];
};

export type RunListing = {
  readonly runs: readonly Run[];
  /** Where to look on; null when the log ended. */
  readonly nextCursor: { readonly startedAtMs: number; readonly id: string } | null;
};
