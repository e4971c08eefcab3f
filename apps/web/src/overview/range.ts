const minute = 60_000;

/** A window of time on show. At most 300 steps each. */
export type Range = {
  readonly id: RangeId;
  readonly label: string;
  /** "last 5 minutes". */
  readonly words: string;
  readonly ms: number;
  /** Width of one point of a chart. */
  readonly stepMs: number;
  /** Distance between the labels of the time axis. */
  readonly tickMs: number;
};

export const rangeIds = ["5m", "15m", "1h", "6h", "24h"] as const;
export type RangeId = (typeof rangeIds)[number];

const ranges: Readonly<Record<RangeId, Range>> = {
  "5m": { id: "5m", label: "5 min", words: "last 5 minutes", ms: 5 * minute, stepMs: 10_000, tickMs: minute },
  "15m": { id: "15m", label: "15 min", words: "last 15 minutes", ms: 15 * minute, stepMs: 10_000, tickMs: 3 * minute },
  "1h": { id: "1h", label: "1 h", words: "last hour", ms: 60 * minute, stepMs: 20_000, tickMs: 15 * minute },
  "6h": { id: "6h", label: "6 h", words: "last 6 hours", ms: 360 * minute, stepMs: 2 * minute, tickMs: 60 * minute },
  "24h": {
    id: "24h",
    label: "24 h",
    words: "last 24 hours",
    ms: 1_440 * minute,
    stepMs: 5 * minute,
    tickMs: 360 * minute,
  },
};

export const allRanges: readonly Range[] = rangeIds.map((id) => ranges[id]);

/** What the address says; 5 minutes when it says nothing that is known. */
export function rangeFrom(text: string | null): Range {
  return ranges[rangeIds.find((id) => id === text) ?? "5m"];
}

/** Longest span that charts of 10 s cells are made of; beyond it history comes in cells of a minute. */
export const fineMs = 60 * minute;

/** Where the window begins: on the first step that lies wholly within it, so that every point is a whole one. */
export function startOf(range: Range, nowMs: number): number {
  return Math.ceil((nowMs - range.ms) / range.stepMs) * range.stepMs;
}
