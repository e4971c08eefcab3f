import { found, problem, read, scalar } from "./scalar.ts";

/** `HH:MM`, 24 hours, read as minutes since midnight. `24:00` is the end of the day. */
export const timeOfDay = (description: string, example: string) =>
  scalar({
    writtenAs: { type: "string", description, examples: [example], pattern: "^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$" },
    standIn: 0,
    read: (input) => {
      const match = typeof input === "string" ? /^(\d{2}):(\d{2})$/.exec(input) : null;
      const minutes = match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2]);
      const fits = match !== null && Number(match[2]) < 60 && minutes <= 1_440;
      return fits
        ? read(minutes)
        : problem(
            "invalid_value",
            `must be a time of day, but is ${found(input)}`,
            `Write hours and minutes of the 24-hour clock: \`"${example}"\`.`,
          );
    },
  });
