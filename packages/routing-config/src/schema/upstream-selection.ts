import { z } from "zod";
import { tagList } from "./tags.ts";
import { patternList } from "./pattern.ts";
import { upstreamReference } from "./upstream-reference.ts";

/** Upstreams by name, by tag, by region. Used by `of`, `prefer`; at least one part must be given, which is checked apart. */
export const upstreamSelection = (description: string) =>
  z
    .strictObject({
      upstreams: z
        .array(upstreamReference("Name of an upstream."))
        .meta({ description: "Upstreams by name." })
        .optional(),
      tags: tagList("Upstreams that carry all of these tags.").optional(),
      regions: patternList("Upstreams whose region matches one of these.", "us-*").optional(),
    })
    .meta({ description });
