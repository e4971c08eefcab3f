import { didYouMean, listInWords } from "../nearest-name.ts";
import { found, problem, read, scalar } from "./scalar.ts";

/** One of a fixed set of words. `noun` completes "must be …", for example `a policy`. */
export const choice = <const Value extends string>(
  description: string,
  noun: string,
  values: readonly [Value, ...Value[]],
) =>
  scalar<Value>({
    writtenAs: { description, examples: [values[0]], enum: values.map(written) },
    standIn: values[0],
    read: (input) => {
      // `408` is a number to YAML and one of the words to us.
      const text = typeof input === "number" ? String(input) : input;
      const value = values.find((candidate) => candidate === text);
      if (value !== undefined) return read(value);
      const near = typeof text === "string" ? didYouMean(text, values) : null;
      const all = `Known: ${listInWords(values, "and")}.`;
      const code = typeof text === "string" ? "invalid_value" : "wrong_type";
      return problem(code, `must be ${noun}, but is ${found(input)}`, near === null ? all : `${near} ${all}`);
    },
  });

const written = (value: string): string | number => (/^\d+$/.test(value) ? Number(value) : value);
