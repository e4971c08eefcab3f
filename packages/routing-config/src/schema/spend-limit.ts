import { z } from "zod";
import { choice } from "./choice.ts";
import { spendParts } from "./limits.ts";
import { upstreamSelection } from "./upstream-selection.ts";

const whenExhausted = z
  .union([
    choice("What happens when the amount is spent; `block` unless given.", "`block`, `alert` or a map with `prefer`", [
      "block",
      "alert",
    ]),
    z.strictObject({ prefer: upstreamSelection("Which targets come first when the amount is spent.") }),
  ])
  .meta({ description: "What happens when the amount is spent: `block`, `alert`, or `{ prefer: … }`." });

export const spendLimitSchema = z
  .strictObject({
    ...spendParts,
    when_exhausted: whenExhausted.optional(),
  })
  .meta({ description: "How much this route may spend." });
