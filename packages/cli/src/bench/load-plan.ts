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
  /** Streams whose frames come seconds apart are opened and held for the time, and then left. */
  hold: z.boolean().default(false),
  concurrency: z.int().positive(),
  seconds: z.number().positive(),
  /** Asked for in turn. */
  models: z.array(z.string()).min(1).default(["bench"]),
  /** A steady pace, whatever the answers do, with up to `concurrency` at a time; without it as fast as answers come. */
  requestsPerSecond: z.number().positive().optional(),
});
export type LoadPlan = z.input<typeof loadPlanSchema>;

/** What asks the upstream for frames seconds apart. */
export const slowUser = "slow";

/** What the load process prints, as JSON. */
export const loadResultSchema = z.object({
  requests: z.int(),
  errors: z.int(),
  /** Of which the first bytes came. */
  opened: z.int(),
  /** Requests that a steady pace left out because `concurrency` were under way. */
  leftOut: z.int(),
  /** Server-sent events, all streams together; 0 without streams. */
  frames: z.int(),
  /** Of whole replies less than all of their frames came. */
  lostFrames: z.int(),
  /** To the first bytes of the body. */
  firstByteP50Ms: z.number().nullable(),
  /** Between what came of a stream and what came of it next. */
  gapP99Ms: z.number().nullable(),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});
export type LoadResult = z.infer<typeof loadResultSchema>;
