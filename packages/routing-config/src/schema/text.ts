import { found, problem, read, type Reading, scalar } from "./scalar.ts";

const interpolation = /\$\{(secret|env)\./;

/** Reads a string; refuses `${secret.…}` and `${env.…}`, which stand in credential fields only. */
export const readText = (input: unknown, example: string): Reading<string> => {
  if (typeof input === "number" || typeof input === "boolean") {
    return problem(
      "wrong_type",
      `must be text, but is the ${typeof input} ${found(input)}`,
      `Put it in quotes: \`"${input}"\`.`,
    );
  }
  if (typeof input !== "string") {
    return problem("wrong_type", `must be text, but is ${found(input)}`, `For example \`${example}\`.`);
  }
  if (interpolation.test(input)) {
    return problem(
      "misplaced_reference",
      "refers to a secret or an environment variable",
      "`${secret.NAME}` and `${env.NAME}` may stand in credential fields only, such as `api_key`.",
    );
  }
  if (input.trim() === "") return problem("invalid_value", "is empty text", `For example \`${example}\`.`);
  return read(input);
};

/** Any non-empty text. `maxLength` counts UTF-16 units. */
export const text = (description: string, options: { readonly example: string; readonly maxLength?: number }) => {
  const maxLength = options.maxLength ?? 1_000;
  return scalar({
    writtenAs: { type: "string", description, examples: [options.example], minLength: 1, maxLength },
    standIn: "",
    read: (input) => {
      const reading = readText(input, options.example);
      if (!reading.ok || reading.value.length <= maxLength) return reading;
      return problem("invalid_value", `is longer than ${maxLength} characters`, "Shorten it.");
    },
  });
};
