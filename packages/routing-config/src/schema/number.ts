import { found, problem, read, type Reading, scalar } from "./scalar.ts";

export type Bounds = {
  readonly example: number;
  readonly min?: number;
  /** The value must be greater than this. */
  readonly above?: number;
  readonly max?: number;
  /** How to mend a number that is out of bounds. */
  readonly outside?: string;
};

/** A finite number within bounds. */
export const decimal = (description: string, bounds: Bounds) => numeric(description, bounds, "number");

/** A whole number within bounds. */
export const integer = (description: string, bounds: Bounds) => numeric(description, bounds, "integer");

const numeric = (description: string, bounds: Bounds, type: "number" | "integer") =>
  scalar({
    writtenAs: { type, description, examples: [bounds.example], ...jsonBounds(bounds) },
    standIn: bounds.example,
    read: (input) => readNumber(input, bounds, type),
  });

const jsonBounds = (bounds: Bounds) => ({
  ...(bounds.min === undefined ? {} : { minimum: bounds.min }),
  ...(bounds.above === undefined ? {} : { exclusiveMinimum: bounds.above }),
  ...(bounds.max === undefined ? {} : { maximum: bounds.max }),
});

const readNumber = (input: unknown, bounds: Bounds, type: "number" | "integer"): Reading<number> => {
  const noun = type === "integer" ? "a whole number" : "a number";
  if (typeof input !== "number") {
    return problem("wrong_type", `must be ${noun}, but is ${found(input)}`, numberHint(input, bounds));
  }
  const fits =
    Number.isFinite(input) &&
    (type === "number" || Number.isSafeInteger(input)) &&
    (bounds.min === undefined || input >= bounds.min) &&
    (bounds.above === undefined || input > bounds.above) &&
    (bounds.max === undefined || input <= bounds.max);
  return fits
    ? read(input)
    : problem("invalid_value", `must be ${noun}${inWords(bounds)}, but is ${found(input)}`, bounds.outside ?? null);
};

const inWords = ({ min, above, max }: Bounds): string => {
  const lower = min === undefined ? (above === undefined ? null : `above ${above}`) : `of at least ${min}`;
  const upper = max === undefined ? null : `at most ${max}`;
  if (lower === null && upper === null) return "";
  return ` ${[lower, upper].filter((part) => part !== null).join(" and ")}`;
};

const numberHint = (input: unknown, bounds: Bounds): string => {
  const digits = typeof input === "string" ? /^\D{0,3}(\d[\d,_]*(?:\.\d+)?)\s*\D{0,12}$/.exec(input)?.[1] : undefined;
  const plain = digits === undefined ? String(bounds.example) : digits.replaceAll(/[,_]/g, "");
  return `Write the plain number, without quotes and units, for example \`${plain}\`.`;
};
