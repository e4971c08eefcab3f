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

/** A text that becomes a part of a host's name. */
export const hostPart = (description: string, options: { readonly example: string }) =>
  addressPart(description, options.example, {
    pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
    says: "becomes a part of a host's name, and can hold letters, digits and hyphens only",
  });

/** A text that stands between two slashes of an address. */
export const pathPart = (description: string, options: { readonly example: string }) =>
  addressPart(description, options.example, {
    pattern: /^[A-Za-z0-9](?:[A-Za-z0-9.:_-]{0,126}[A-Za-z0-9])?$/,
    says: "becomes a part of an address, and can hold letters, digits, `-`, `_`, `.` and `:` only",
  });

/** What follows the host in an address. */
export const requestPath = (description: string, options: { readonly example: string }) =>
  addressPart(description, options.example, {
    pattern: /^\/[!-"$-~]{0,999}$/,
    says: "must begin with `/`, and can hold neither spaces nor `#`",
  });

const addressPart = (
  description: string,
  example: string,
  { pattern, says }: { readonly pattern: RegExp; readonly says: string },
) =>
  scalar({
    writtenAs: { type: "string", description, examples: [example], pattern: pattern.source },
    standIn: "",
    read: (input) => {
      const reading = readText(input, example);
      if (!reading.ok || pattern.test(reading.value)) return reading;
      return problem("invalid_value", says, `For example \`${example}\`.`);
    },
  });

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
