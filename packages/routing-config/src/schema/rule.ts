import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { text } from "./text.ts";
import { upstreamSelection } from "./upstream-selection.ts";

/** What a route prefers, and when. Never makes anything impossible: it reorders what is allowed and healthy. */
export const ruleSchema = z
  .strictObject({
    name: text("What people call this rule.", { example: "business hours use the economy tier", maxLength: 120 }),
    when: conditionSchema,
    prefer: upstreamSelection("Which targets come first while the rule applies."),
  })
  .meta({ description: "What is preferred, and when. The first rule that applies wins." });
