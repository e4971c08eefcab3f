import { z } from "zod";

/** What is wrong with a single value. `clause` continues the key's name: "`weight` must be above 0, but is 0". */
export type ValueProblem = {
  readonly code: "missing_key" | "wrong_type" | "invalid_value" | "literal_credential" | "misplaced_reference";
  readonly clause: string;
  readonly hint: string | null;
};

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ValueProblem };

/**
 * Put in the place of a value that could not be read, so that the rest of the document is still checked: every scalar
 * reads it as a harmless value of its type. Never stands in a document that compiles.
 */
export const standIn = Symbol("stand-in");

/** JSON Schema keywords of the value as it is written. */
export type WrittenAs = {
  readonly type?: "string" | "number" | "integer" | "boolean";
  readonly description: string;
  readonly examples: readonly (string | number | boolean)[];
  readonly [keyword: string]: unknown;
};

/**
 * Schema of one YAML scalar that explains its own problems. zod's issues can carry one message only, so the reading is a
 * transform that raises a custom issue with the clause and the hint in `params`.
 */
export const scalar = <T>(options: {
  readonly writtenAs: WrittenAs;
  readonly standIn: T;
  readonly read: (input: unknown) => Reading<T>;
}) =>
  z
    .unknown()
    .meta({ ...options.writtenAs, examples: [...options.writtenAs.examples] })
    .transform((input, context): T => {
      if (input === standIn) return options.standIn;
      const reading = readScalar(input, options);
      if (reading.ok) return reading.value;
      context.addIssue({ code: "custom", message: reading.problem.clause, params: { problem: reading.problem } });
      return z.NEVER;
    });

const readScalar = <T>(
  input: unknown,
  options: { readonly writtenAs: WrittenAs; readonly read: (input: unknown) => Reading<T> },
): Reading<T> => {
  const example = options.writtenAs.examples[0];
  const hint = example === undefined ? null : `For example \`${example}\`.`;
  if (input === undefined) return problem("missing_key", "is missing", hint);
  if (input === null) return problem("wrong_type", "is empty", hint);
  return options.read(input);
};

export const read = <T>(value: T): Reading<T> => ({ ok: true, value });

export const problem = (code: ValueProblem["code"], clause: string, hint: string | null): Reading<never> => ({
  ok: false,
  problem: { code, clause, hint },
});

/** A short picture of what was found, for messages. */
export const found = (input: unknown): string => {
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object" && input !== null) return "a map";
  const text = String(input);
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
};
