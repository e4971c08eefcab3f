import { z } from "zod";
import { choice } from "./choice.ts";
import { duration } from "./duration.ts";
import { flag } from "./flag.ts";
import { share } from "./share.ts";

export const captureSchema = z
  .strictObject({
    prompts: flag("Whether prompts and replies are kept.", false),
    redact: z
      .array(
        choice("What is made unreadable before anything is kept.", "something that can be redacted", [
          "email",
          "ssn",
          "card",
          "phone",
        ]),
      )
      .meta({ description: "What is made unreadable before anything is kept." })
      .optional(),
    sample: share("Share of requests that is kept.", { example: "5%" }).optional(),
    retention: duration("How long it is kept.", { example: "7d" }).optional(),
  })
  .meta({ description: "Whether prompts and replies are kept. They are not unless a route says so." });
