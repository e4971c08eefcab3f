import { found, problem, read, scalar } from "./scalar.ts";

/** A decimal amount of US dollars, zero or more. */
export const money = (description: string, example: number) =>
  scalar({
    writtenAs: { type: "number", description, examples: [example], minimum: 0 },
    standIn: example,
    read: (input) => {
      if (typeof input !== "number") {
        const digits =
          typeof input === "string"
            ? /^\s*(?:USD|US\$|\$)?\s*(\d[\d,]*(?:\.\d+)?)\s*(?:USD|\$)?\s*$/i.exec(input)?.[1]
            : undefined;
        const hint = `Write US dollars as a plain number: \`${digits === undefined ? example : digits.replaceAll(",", "")}\`.`;
        return problem("wrong_type", `must be an amount of US dollars, but is ${found(input)}`, hint);
      }
      const fits = Number.isFinite(input) && input >= 0 && input <= 1e9;
      return fits
        ? read(input)
        : problem("invalid_value", `must be an amount of US dollars of at least 0, but is ${found(input)}`, null);
    },
  });
