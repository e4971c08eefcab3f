import { found, problem, read, scalar } from "./scalar.ts";

/** An IANA time zone, for example `America/New_York`. */
export const timeZone = (description: string) =>
  scalar({
    writtenAs: { type: "string", description, examples: ["America/New_York"] },
    standIn: "UTC",
    read: (input) =>
      typeof input === "string" && isTimeZone(input)
        ? read(input)
        : problem(
            "invalid_value",
            `must be a time zone, but is ${found(input)}`,
            "Write an IANA name such as `America/New_York`, `Europe/Berlin` or `UTC`.",
          ),
  });

/** Offsets such as `+02:00`, which some runtimes take for zones, are not: they do not follow daylight saving time. */
export const isTimeZone = (text: string): boolean => {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};
