import { z } from "zod";
import { integer } from "./number.ts";

export const limitsSchema = z
  .strictObject({
    requests_per_minute: integer("Most requests in a minute.", { example: 500, min: 1 }).optional(),
    tokens_per_minute: integer("Most input and output tokens in a minute.", { example: 90_000, min: 1 }).optional(),
    max_in_flight: integer("Most requests sent and not finished at a time; further ones go to another target.", {
      example: 64,
      min: 1,
    }).optional(),
  })
  .meta({ description: "What this upstream is asked for at most." });
