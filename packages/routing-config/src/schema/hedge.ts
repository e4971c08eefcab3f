import { z } from "zod";
import { choice } from "./choice.ts";
import { share } from "./share.ts";

export const hedgeSchema = z
  .strictObject({
    after: choice("A second attempt starts when the first is slower than this percentile.", "a percentile", [
      "p50",
      "p75",
      "p90",
      "p95",
      "p99",
    ]),
    max_extra_share: share("Second attempts may be at most this share of the traffic.", { example: "5%" }).optional(),
  })
  .meta({ description: "Starts a second attempt when the first one is slow. Off unless given." });
