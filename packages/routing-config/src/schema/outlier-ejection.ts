import { z } from "zod";
import { duration } from "./duration.ts";
import { share } from "./share.ts";

export const outlierEjectionSchema = z
  .strictObject({
    max_ejection_percent: share(
      "At most this share of the route's targets is taken out at a time; one always may be.",
      { example: "50%" },
    ).optional(),
    base_ejection: duration("How long the first ejection lasts; it grows with each repeat.", {
      example: "30s",
      minMs: 1_000,
    }).optional(),
  })
  .meta({ description: "Takes out a target that does worse than its peers. Off unless given." });
