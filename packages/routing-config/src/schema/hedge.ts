import { z } from "zod";
import { longestTimerMs, readDuration } from "./duration.ts";
import { found, problem, read, scalar } from "./scalar.ts";
import { share } from "./share.ts";

const leastMs = 10;

/** `p95`, or a duration, read as milliseconds. */
const after = scalar<number | "p95">({
  writtenAs: {
    type: "string",
    description:
      "When the first token is not there: `p95`, what 95 of 100 streams of that size stay below at that upstream, or a time.",
    examples: ["p95", "800ms"],
  },
  standIn: "p95",
  read: (input) => {
    if (input === "p95") return read("p95" as const);
    if (typeof input === "string" && /^p\d/.test(input))
      return problem("invalid_value", `must be \`p95\` or a duration, but is ${found(input)}`, "Write `p95`.");
    const reading = readDuration(input, "800ms");
    if (!reading.ok) return reading;
    if (reading.value < leastMs || reading.value > longestTimerMs)
      return problem("invalid_value", `must be at least ${leastMs}ms and at most 1d, but is ${found(input)}`, null);
    return read(reading.value);
  },
});

export const hedgeSchema = z
  .strictObject({
    after,
    max_extra_share: share("Second attempts may be at most this share of the requests.", { example: "5%" }).optional(),
  })
  .meta({ description: "Starts a second attempt when the first one is slow to begin. Off unless given." });
