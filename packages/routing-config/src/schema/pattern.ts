import { z } from "zod";
import { problem, scalar } from "./scalar.ts";
import { readText } from "./text.ts";

/** An exact name, or one with `*` for any run of characters. */
export const pattern = (description: string, example: string) =>
  scalar({
    writtenAs: { type: "string", description, examples: [example], minLength: 1, maxLength: 256 },
    standIn: "*",
    read: (input) => {
      const reading = readText(input, example);
      if (!reading.ok || reading.value.length <= 256) return reading;
      return problem("invalid_value", "is longer than 256 characters", null);
    },
  });

/** A list of names or patterns; any of them may match. */
export const patternList = (description: string, example: string) =>
  z.array(pattern("An exact name, or one with `*` for any run of characters.", example)).meta({ description });

/** A list, or one pattern alone. */
export const patternOrList = (description: string, example: string) =>
  z
    .union([pattern(description, example).transform((one) => [one]), patternList(description, example)])
    .meta({ description });
