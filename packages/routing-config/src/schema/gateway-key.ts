import { z } from "zod";
import { patternList } from "./pattern.ts";
import { readReference } from "./credential.ts";
import { problem, read, scalar } from "./scalar.ts";
import { text } from "./text.ts";

type KeySource =
  | { readonly from: "secret" | "env"; readonly name: string }
  | { readonly from: "literal"; readonly value: string };

const keySource = scalar<KeySource>({
  writtenAs: {
    type: "string",
    description: "What callers send: any text of at least 8 characters, or `${env.NAME}`.",
    examples: ["${env.MERIDIAN_KEY}"],
  },
  standIn: { from: "literal", value: "" },
  read: (input) => {
    const reference = readReference(input);
    if (reference !== null) return reference;
    // The value is never repeated: it may be in use.
    if (typeof input !== "string")
      return problem("wrong_type", "must be text", "Put it in quotes, or write `${env.NAME}`.");
    if (input.includes("${"))
      return problem(
        "invalid_value",
        "is not a complete reference",
        "Write `${env.NAME}` alone, with letters, digits, `_`, `.` and `-`.",
      );
    const fits = input.length >= 8 && input.length <= 512 && /^[\x21-\x7e]+$/.test(input);
    return fits
      ? read({ from: "literal", value: input })
      : problem(
          "invalid_value",
          "must have 8 to 512 printable characters without spaces",
          "Short keys are guessed; `${env.NAME}` keeps the key out of the file.",
        );
  },
});

/** A key that stands in the file itself. */
export const gatewayKeySchema = z
  .strictObject({
    name: text("What people call this key; matched by a route's `match.keys`.", { example: "local", maxLength: 64 }),
    key: keySource,
    routes: patternList("Routes the key may use. All unless given.", "support-*").optional(),
  })
  .meta({ description: "A key that callers of this gateway send." });
