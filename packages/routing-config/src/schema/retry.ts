import { retryReasons } from "@meridian/routing";
import { z } from "zod";
import { choice } from "./choice.ts";
import { integer } from "./number.ts";
import { share } from "./share.ts";

/** What is not given comes from the document's `defaults`, then from the language's. */
export const retrySchema = z
  .strictObject({
    max_attempts: integer("Attempts in all, the first one included. 1 switches retries off.", {
      example: 3,
      min: 1,
      max: 20,
    }).optional(),
    retry_on: z
      .array(choice("A kind of failure that another attempt may mend.", "a reason to retry", retryReasons))
      .meta({ description: "Which failures are tried again, on the same priority first and then on the next." })
      .optional(),
    max_retry_share: share(
      "Retries may be at most this share of the route's traffic, so that they never become the load.",
      { example: "20%" },
    ).optional(),
  })
  .meta({ description: "When and how often a failed attempt is tried again." });
