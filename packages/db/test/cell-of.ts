import { type Cell, Histogram } from "@meridian/metrics";
import { environmentId } from "./record-of.ts";

/** A cell of completed requests with these durations, ms. */
export function cellOf(startMs: number, durations: readonly number[], fields: Partial<Cell> = {}): Cell {
  const histogram = new Histogram();
  for (const duration of durations) histogram.record(duration);
  return {
    environmentId,
    instanceId: "0198a1b2-0000-7000-8000-0000000000aa",
    epoch: 1_700_000_000_000,
    startMs,
    route: "support-chat",
    model: "small",
    upstream: "east-1",
    configVersion: 3,
    keyId: "key1",
    promptVariant: "",
    callerRegion: "",
    outcome: "completed",
    counts: {
      requests: durations.length,
      attempts: durations.length,
      rescued: 0,
      inputTokens: 10 * durations.length,
      cachedInputTokens: 0,
      outputTokens: 5 * durations.length,
      costNanoUsd: 9_007_199_254_740,
      durationMs: histogram.toSparse(),
      firstTokenMs: histogram.toSparse(),
      perTokenMs: histogram.toSparse(),
    },
    ...fields,
  };
}
