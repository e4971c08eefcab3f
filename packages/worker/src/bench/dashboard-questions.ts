import type { MetricDimension, MetricQuery } from "@meridian/metrics";
import { latestVersion } from "./fill-cells.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Length of each range and its steps: of charts of few lines and of many. As the dashboard has them. */
export const benchRanges = {
  "5m": [5 * minuteMs, 10_000, 10_000],
  "15m": [15 * minuteMs, 10_000, 10_000],
  "1h": [hourMs, 20_000, 20_000],
  "6h": [6 * hourMs, 2 * minuteMs, 10 * minuteMs],
  "24h": [dayMs, 5 * minuteMs, 30 * minuteMs],
  "7d": [7 * dayMs, hourMs, 6 * hourMs],
  "30d": [30 * dayMs, 6 * hourMs, dayMs],
  "90d": [90 * dayMs, 12 * hourMs, 2 * dayMs],
  "1y": [365 * dayMs, 2 * dayMs, 8 * dayMs],
} as const;
export type BenchRange = keyof typeof benchRanges;

type Question = {
  readonly name: string;
  readonly cut: "fine" | "group" | "previous";
  readonly by?: MetricDimension;
  readonly filter?: MetricQuery["filter"];
  readonly histograms?: MetricQuery["histograms"];
};

const groupings: readonly MetricDimension[] = [
  "route",
  "model",
  "upstream",
  "keyId",
  "configVersion",
  "promptVariant",
  "callerRegion",
  "outcome",
];

/** One filter of each kind, with values that have much traffic. */
const filters: Readonly<Record<string, NonNullable<MetricQuery["filter"]>>> = {
  "route-1": { route: ["route-1"] },
  "model-1": { model: ["model-1"] },
  "upstream-1": { upstream: ["upstream-1"] },
  key1: { keyId: ["key1"] },
  "us-east": { callerRegion: ["us-east"] },
  "variant a": { promptVariant: ["a"] },
  failed: { outcome: ["failed"] },
  "route-1, key1": { route: ["route-1"], keyId: ["key1"] },
  "us-east, upstream-1, key1": { callerRegion: ["us-east"], upstream: ["upstream-1"], keyId: ["key1"] },
};

/** Every kind of question that a dashboard asks. */
export const dashboardQuestions: readonly Question[] = [
  { name: "total", cut: "fine" },
  { name: "previous period", cut: "previous" },
  ...groupings.map((by) => ({ name: `by ${by}`, cut: "group" as const, by })),
  ...groupings.map((by) => ({ name: `values of ${by}`, cut: "group" as const, by, histograms: [] })),
  {
    name: "two versions",
    cut: "fine",
    by: "configVersion",
    filter: { configVersion: [String(latestVersion), String(latestVersion - 1)] },
  },
  ...Object.entries(filters).flatMap(([name, filter]) => [
    { name: `total of ${name}`, cut: "fine" as const, filter },
    { name: `by upstream of ${name}`, cut: "group" as const, by: "upstream" as const, filter },
    { name: `by keyId of ${name}`, cut: "group" as const, by: "keyId" as const, filter },
  ]),
];

/** The question as the dashboard asks it at `nowMs`. */
export function asked(question: Question, range: BenchRange, environmentId: string, nowMs: number): MetricQuery {
  const [lengthMs, fine, group] = benchRanges[range];
  const stepMs = question.cut === "group" ? group : fine;
  const toMs = question.cut === "previous" ? nowMs - lengthMs : nowMs;
  return {
    environmentId,
    fromMs: Math.floor((toMs - lengthMs) / group) * group,
    toMs,
    stepMs,
    filter: question.filter ?? {},
    by: question.by ? [question.by] : [],
    histograms: [...(question.histograms ?? (["durationMs", "firstTokenMs"] as const))],
  };
}
