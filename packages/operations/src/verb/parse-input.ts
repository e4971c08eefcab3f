import type { z } from "zod";
import { OperationError } from "../errors.ts";

/** Throws `invalid_input` with every problem in one message. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new OperationError("invalid_input", sentencesOf(parsed.error));
}

/** What is wrong with an input, one sentence a problem. */
export function sentencesOf(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join(". ");
}
