import { z } from "zod";
import { decimal, integer } from "./number.ts";
import { upstreamReference } from "./upstream-reference.ts";

/** A route's reference to an upstream. */
export const targetSchema = z
  .strictObject({
    upstream: upstreamReference("Name of the upstream."),
    priority: integer("Lower is tried first; the next priority is the fallback. 1 unless given.", {
      example: 1,
      min: 1,
      max: 100,
    }).optional(),
    weight: decimal("Share within the priority, relative to the other weights there. 1 unless given.", {
      example: 90,
      above: 0,
      max: 1_000_000,
      outside: "To send nothing there, remove the target, or drain the upstream with an override.",
    }).optional(),
  })
  .meta({ description: "An upstream that may serve this route." });

export type TargetDocument = z.output<typeof targetSchema>;
