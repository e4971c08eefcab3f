import { z } from "zod";

/** What cells can be filtered and grouped by. The config version is written as decimal text. */
export const metricDimensions = [
  "route",
  "model",
  "upstream",
  "keyId",
  "configVersion",
  "promptVariant",
  "callerRegion",
  "outcome",
] as const;
export type MetricDimension = (typeof metricDimensions)[number];

export const histogramNames = ["durationMs", "firstTokenMs", "perTokenMs"] as const;
export type HistogramName = (typeof histogramNames)[number];

export const maxMetricSteps = 400;

const time = z.number().int().nonnegative().max(8_640_000_000_000_000);

/**
 * A question about an environment's requests over time. `filter` is AND across dimensions and OR within one; an empty
 * text stands for "none". Histograms cost most of an answer: a question that needs no percentiles asks for none.
 */
export const metricQuerySchema = z
  .object({
    environmentId: z.uuid(),
    fromMs: time,
    /** Exclusive. */
    toMs: time,
    /** A multiple of 10 s. */
    stepMs: z.number().int().positive().multipleOf(10_000),
    filter: z.partialRecord(z.enum(metricDimensions), z.array(z.string().max(256)).min(1).max(100)).default({}),
    by: z.array(z.enum(metricDimensions)).max(2).default([]),
    histograms: z
      .array(z.enum(histogramNames))
      .max(3)
      .default([...histogramNames]),
  })
  .refine(({ fromMs, toMs }) => fromMs < toMs, "fromMs must lie before toMs.")
  .refine(
    ({ fromMs, toMs, stepMs }) => (toMs - fromMs) / stepMs <= maxMetricSteps,
    `A query has at most ${maxMetricSteps} steps.`,
  )
  .refine(
    ({ filter }) => filter.configVersion?.every((version) => /^\d{1,9}$/.test(version)) ?? true,
    "A config version is a decimal number.",
  );

/** As it is asked: `filter`, `by` and `histograms` may be left out. */
export type MetricQuery = z.input<typeof metricQuerySchema>;
export type MetricFilter = z.output<typeof metricQuerySchema>["filter"];
