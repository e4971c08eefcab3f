import { z } from "zod";
import { choice } from "./choice.ts";
import { money } from "./money.ts";
import { integer } from "./number.ts";
import { spendPeriods } from "@meridian/routing";
import { timeZone } from "./time-zone.ts";

/** An amount for each period of the calendar. */
export const spendParts = {
  amount_usd: money("US dollars that may be spent in a period.", 50),
  period: choice("How long the amount lasts. Weeks begin on Monday.", "a period", spendPeriods),
  time_zone: timeZone("Zone in which periods begin. UTC unless given.").optional(),
};

const rates = {
  requests_per_minute: integer("Most requests begun in any 60 seconds.", {
    example: 500,
    min: 1,
    max: 1_000_000,
  }).optional(),
  tokens_per_minute: integer("Most input and output tokens of requests begun in any 60 seconds.", {
    example: 90_000,
    min: 1,
  }).optional(),
};

export const upstreamLimitsSchema = z
  .strictObject({
    ...rates,
    max_in_flight: integer("Most requests sent and not finished at a time; further ones go to another target.", {
      example: 64,
      min: 1,
    }).optional(),
    spend: z
      .strictObject(spendParts)
      .meta({ description: "How much this upstream may cost. What is spent is known by its `price`." })
      .optional(),
  })
  .meta({ description: "What this upstream is asked for at most; further requests go to another target." });

export const routeLimitsSchema = z
  .strictObject({
    ...rates,
    max_in_flight: integer("Most requests begun and not finished at a time; further ones are refused with 429.", {
      example: 64,
      min: 1,
    }).optional(),
  })
  .meta({ description: "What callers of this route may use up together; further requests are refused with 429." });
