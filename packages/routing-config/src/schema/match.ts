import { z } from "zod";
import { headerPatterns } from "./header-patterns.ts";
import { patternList } from "./pattern.ts";

/** Every given part must match; within a part any entry. */
export const matchSchema = z
  .strictObject({
    models: patternList("Model names as callers send them. The route's own name unless given.", "support-*").optional(),
    keys: patternList("Names of gateway keys. Any unless given.", "checkout-*").optional(),
    tags: patternList("Tags of the request (`x-meridian-tags`). Any unless given.", "batch").optional(),
    headers: headerPatterns("Headers of the request. Any unless given.").optional(),
  })
  .meta({ description: "Which requests this route serves. The first route that matches does." });
