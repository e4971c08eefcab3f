/** A request on the line of time of its run: parts (0..1) of the whole span. */
export type TimelineBar = {
  readonly from: number;
  readonly width: number;
  /** The part of the width in which nothing had come yet; 0 when no first token was measured. */
  readonly waiting: number;
};

type Timed = { readonly startedAtMs: number; readonly durationMs: number; readonly firstTokenMs: number | null };

/** Bars of requests on one span, from the first start to the last end. A span is at least 1 ms long. */
export function timelineBars(requests: readonly Timed[]): {
  readonly bars: readonly TimelineBar[];
  readonly startMs: number;
  readonly spanMs: number;
} {
  const startMs = Math.min(...requests.map(({ startedAtMs }) => startedAtMs));
  const endMs = Math.max(...requests.map(({ startedAtMs, durationMs }) => startedAtMs + durationMs));
  const spanMs = Math.max(1, endMs - startMs);
  return {
    startMs,
    spanMs,
    bars: requests.map(({ startedAtMs, durationMs, firstTokenMs }) => ({
      from: (startedAtMs - startMs) / spanMs,
      width: durationMs / spanMs,
      waiting: Math.min(firstTokenMs ?? 0, durationMs) / spanMs,
    })),
  };
}
