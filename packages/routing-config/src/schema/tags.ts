import { z } from "zod";
import { text } from "./text.ts";

/** Labels, exact. */
export const tagList = (description: string) =>
  z.array(text("A label.", { example: "hipaa", maxLength: 64 })).meta({ description });
