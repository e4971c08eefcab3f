import { found, problem, read, type Reading, scalar } from "./scalar.ts";

const unitsMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** How a duration is written. */
export const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
const longestMs = 366 * unitsMs.d;

/** Node's timers hold at most 2^31 − 1 ms; a longer one would fire at once. */
export const longestTimerMs = unitsMs.d;

/** A length of time with its unit (`600ms`, `30s`, `10m`, `2h`, `7d`), read as milliseconds. Bounds are inclusive. */
export const duration = (
  description: string,
  options: { readonly example: string; readonly minMs?: number; readonly maxMs?: number },
) => {
  const minMs = options.minMs ?? 1;
  const maxMs = options.maxMs ?? longestMs;
  return scalar({
    writtenAs: { type: "string", description, examples: [options.example], pattern: durationPattern.source },
    standIn: Math.max(minMs, 1_000),
    read: (input) => {
      const reading = readDuration(input, options.example);
      if (!reading.ok) return reading;
      if (reading.value < minMs)
        return problem("invalid_value", `must be at least ${formatDuration(minMs)}, but is ${found(input)}`, null);
      if (reading.value > maxMs)
        return problem("invalid_value", `must be at most ${formatDuration(maxMs)}, but is ${found(input)}`, null);
      return reading;
    },
  });
};

/** As milliseconds, without bounds. */
export const readDuration = (input: unknown, example: string): Reading<number> => {
  if (typeof input === "number") {
    return problem(
      "wrong_type",
      `has no unit: ${found(input)}`,
      `Write the unit, for example \`${unitGuess(input, example)}\`.`,
    );
  }
  if (typeof input !== "string")
    return problem("wrong_type", `must be a duration, but is ${found(input)}`, `For example \`${example}\`.`);
  const match = durationPattern.exec(input);
  if (match === null)
    return problem("invalid_value", `must be a duration, but is ${found(input)}`, spellingHint(input, example));
  const ms = Number(match[1]) * unitsMs[match[2] as keyof typeof unitsMs];
  const rounded = Math.round(ms);
  if (Math.abs(ms - rounded) > 1e-6) {
    return problem("invalid_value", `must be a whole number of milliseconds, but is ${found(input)}`, null);
  }
  return read(rounded);
};

/** Someone who writes 30 means seconds; someone who writes 600 or more means milliseconds. */
const unitGuess = (input: number, example: string): string => {
  if (!Number.isFinite(input) || input < 0) return example;
  return Number.isInteger(input) && input >= 600 ? `${input}ms` : `${input}s`;
};

const spellingHint = (input: string, example: string): string => {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(input);
  const unit = match?.[2] === undefined ? undefined : unitFor(match[2].toLowerCase());
  const guess =
    match === null ? example : unit === undefined ? unitGuess(Number(match[1]), example) : `${match[1]}${unit}`;
  return `Write one number with \`ms\`, \`s\`, \`m\`, \`h\` or \`d\`, for example \`${guess}\`.`;
};

const unitFor = (word: string): string | undefined => {
  if (/^(ms|msecs?|millis|milliseconds?)$/.test(word)) return "ms";
  if (/^(s|secs?|seconds?)$/.test(word)) return "s";
  if (/^(m|mins?|minutes?)$/.test(word)) return "m";
  if (/^(h|hrs?|hours?)$/.test(word)) return "h";
  return /^(d|days?)$/.test(word) ? "d" : undefined;
};

/** 90000 → `90s`, 60000 → `1m`: the largest unit that leaves a whole number. */
export const formatDuration = (ms: number): string => {
  for (const unit of ["d", "h", "m", "s"] as const) {
    if (ms !== 0 && ms % unitsMs[unit] === 0) return `${ms / unitsMs[unit]}${unit}`;
  }
  return ms === 0 ? "0s" : `${ms}ms`;
};
