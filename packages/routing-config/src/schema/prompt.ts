import { z } from "zod";
import { decimal } from "./number.ts";
import { text } from "./text.ts";

const variantSchema = z
  .strictObject({
    name: text("What people call this variant.", { example: "concise", maxLength: 64 }),
    weight: decimal("Share of callers, relative to the other weights. 1 unless given.", {
      example: 80,
      above: 0,
      max: 1_000_000,
    }).optional(),
    system: text("The system prompt. `{{date:ZONE}}` and `{{metadata.NAME}}` are filled in.", {
      example: "You answer in two sentences.",
      maxLength: 100_000,
    }),
  })
  .meta({ description: "One wording of the system prompt." });

export const promptSchema = z
  .strictObject({
    variants: z.array(variantSchema).meta({ description: "Wordings that callers are divided between." }),
  })
  .meta({ description: "A prompt strategy: applied by the gateway before routing." });
