import { z } from "zod";

/** What the load process is told, as JSON in its one argument. */
export const loadPlanSchema = z.object({
  origin: z.string(),
  key: z.string(),
  stream: z.boolean(),
  concurrency: z.int().positive(),
  seconds: z.number().positive(),
});
export type LoadPlan = z.infer<typeof loadPlanSchema>;

/** What the load process prints, as JSON. */
export const loadResultSchema = z.object({
  requests: z.int(),
  errors: z.int(),
  /** Server-sent events, all streams together; 0 without streams. */
  frames: z.int(),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});
export type LoadResult = z.infer<typeof loadResultSchema>;
