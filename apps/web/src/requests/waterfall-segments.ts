import type { AttemptRecord } from "@meridian/metrics";

/** A stretch of an attempt as parts (0..1) of the whole request. */
export type WaterfallSegment = {
  readonly part: "connecting" | "waiting" | "receiving";
  readonly from: number;
  readonly width: number;
};

/** What an attempt waited for, one after the other. What never came has no stretch: the one before lasts until the end. */
export function waterfallSegments(
  { startedAtMs, headersAtMs, firstTokenAtMs, endedAtMs }: AttemptRecord,
  totalMs: number,
): WaterfallSegment[] {
  const marks = [
    { part: "connecting", fromMs: startedAtMs },
    { part: firstTokenAtMs === null ? "receiving" : "waiting", fromMs: headersAtMs },
    { part: "receiving", fromMs: firstTokenAtMs },
  ] as const;
  const seen = marks.flatMap(({ part, fromMs }) => (fromMs === null ? [] : [{ part, fromMs }]));
  return seen.flatMap(({ part, fromMs }, at) => {
    const toMs = seen[at + 1]?.fromMs ?? endedAtMs;
    return toMs <= fromMs ? [] : [{ part, from: fromMs / totalMs, width: (toMs - fromMs) / totalMs }];
  });
}
