import { z } from "zod";
import { patternList } from "./pattern.ts";
import { tagList } from "./tags.ts";

export const requirementsSchema = z
  .strictObject({
    tags: tagList("Tags that an upstream must carry, all of them.").optional(),
    regions: patternList("The upstream's region must match one of these.", "us-*").optional(),
  })
  .meta({ description: "A hard filter: no fallback crosses it." });
