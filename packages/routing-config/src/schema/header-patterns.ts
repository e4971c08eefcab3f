import { z } from "zod";
import { patternOrList } from "./pattern.ts";

/** Header name → patterns of which one must match. Names are compared in lower case. */
export const headerPatterns = (description: string) =>
  z
    .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/), patternOrList("Values of this header.", "gold"))
    .meta({ description });
