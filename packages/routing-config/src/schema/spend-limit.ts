import { z } from "zod";
import { choice } from "./choice.ts";
import { money } from "./money.ts";
import { timeZone } from "./time-zone.ts";
import { upstreamSelection } from "./upstream-selection.ts";

const whenExhausted = z
  .union([
    choice("What happens when the amount is spent.", "`block`, `alert` or a map with `prefer`", ["block", "alert"]),
    z.strictObject({ prefer: upstreamSelection("Which targets come first when the amount is spent.") }),
  ])
  .meta({ description: "What happens when the amount is spent: `block`, `alert`, or `{ prefer: … }`." });

export const spendLimitSchema = z
  .strictObject({
    amount_usd: money("US dollars that may be spent in a period.", 50),
    period: choice("How long the amount lasts.", "a period", ["hour", "day", "week", "month"]),
    time_zone: timeZone("Zone in which periods begin. UTC unless given.").optional(),
    when_exhausted: whenExhausted.optional(),
  })
  .meta({ description: "How much this route may spend." });
