import { found, problem, read, scalar } from "./scalar.ts";

/** How a share is written. */
export const sharePattern = /^(\d+(?:\.\d+)?)%$/;

/** A part of the whole with a percent sign (`20%`), read as 0..1. */
export const share = (description: string, options: { readonly example: string; readonly aboveZero?: boolean }) =>
  scalar({
    writtenAs: { type: "string", description, examples: [options.example], pattern: sharePattern.source },
    standIn: 0.5,
    read: (input) => {
      if (typeof input === "number") {
        return problem(
          "wrong_type",
          `has no percent sign: ${found(input)}`,
          `Write \`${percentGuess(input, options.example)}\`.`,
        );
      }
      if (typeof input !== "string") {
        return problem("wrong_type", `must be a share, but is ${found(input)}`, `For example \`${options.example}\`.`);
      }
      const match = sharePattern.exec(input);
      if (match === null) {
        const digits = /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(input)?.[1];
        return problem(
          "invalid_value",
          `must be a share with a percent sign, but is ${found(input)}`,
          `Write \`${digits === undefined ? options.example : `${digits}%`}\`.`,
        );
      }
      const percent = Number(match[1]);
      if (percent > 100) return problem("invalid_value", `must be at most 100%, but is ${found(input)}`, null);
      if (options.aboveZero === true && percent === 0)
        return problem("invalid_value", `must be above 0%, but is ${found(input)}`, null);
      // 99.9 / 100 is 0.9990000000000001 in binary; twelve digits are more than anyone writes.
      return read(Number((percent / 100).toPrecision(12)));
    },
  });

const percentGuess = (input: number, example: string): string => {
  if (!(input >= 0 && input <= 100)) return example;
  return `${Number((input > 0 && input < 1 ? input * 100 : input).toPrecision(12))}%`;
};

/** 0.125 → `12.5%`. */
export const formatShare = (share: number): string => `${Number((share * 100).toPrecision(12))}%`;
