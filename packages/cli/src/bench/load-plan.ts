import { z } from "zod";

/** Tokens of each stream of the benchmark's upstream. */
export const framesPerStream = 100;
/** With its finish, its usage and its end. */
export const eventsPerStream = framesPerStream + 3;

/** What the load process is told, as JSON in its one argument. */
export const loadPlanSchema = z.object({
  origin: z.string(),
  key: z.string(),
  stream: z.boolean(),
  headers: z.record(z.string(), z.string()).default({}),
  /** About how many bytes of prompt a request holds. */
  promptBytes: z.int().positive().default(300),
  concurrency: z.int().positive(),
  seconds: z.number().positive(),
  /** Asked for in turn. */
  models: z.array(z.string()).min(1).default(["bench"]),
  /** A steady pace, whatever the answers do, with up to `concurrency` at a time; without it as fast as answers come. */
  requestsPerSecond: z.number().positive().optional(),
});
export type LoadPlan = z.input<typeof loadPlanSchema>;

/** What the load process prints, as JSON. */
export const loadResultSchema = z.object({
  requests: z.int(),
  errors: z.int(),
  /** Requests that a steady pace left out because `concurrency` were under way. */
  leftOut: z.int(),
  /** Server-sent events, all streams together; 0 without streams. */
  frames: z.int(),
  /** Of whole replies less than all of their frames came. */
  lostFrames: z.int(),
  /** To the first bytes of the body. */
  firstByteP50Ms: z.number().nullable(),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});
export type LoadResult = z.infer<typeof loadResultSchema>;
