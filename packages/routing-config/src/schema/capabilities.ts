import { z } from "zod";
import { flag } from "./flag.ts";
import { integer } from "./number.ts";

/** What is not given is unknown, and unknown never excludes an upstream. */
export const capabilitiesSchema = z
  .strictObject({
    context_window: integer("Most tokens of prompt and reply together.", { example: 128_000, min: 1 }).optional(),
    tools: flag("Whether the model can call tools.").optional(),
    vision: flag("Whether the model reads images.").optional(),
    json_schema: flag("Whether replies can be held to a JSON Schema.").optional(),
  })
  .meta({
    description:
      "What the model can do. Requests that need more go elsewhere; what is not given is unknown and excludes nothing.",
  });
