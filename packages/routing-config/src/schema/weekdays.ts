import { found, problem, read, scalar } from "./scalar.ts";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

/** A day or a range of days (`mon-fri`, `sat-sun`, `fri-mon` goes over the weekend), read as the days it covers. */
export const weekdayRange = scalar<readonly Weekday[]>({
  writtenAs: { type: "string", description: "A day, or a range of days such as `mon-fri`.", examples: ["mon-fri"] },
  standIn: weekdays,
  read: (input) => {
    const [from, to, ...rest] = typeof input === "string" ? input.split("-").map(dayIndex) : [];
    const last = to ?? from;
    if (from === undefined || last === undefined || from < 0 || last < 0 || rest.length > 0) {
      return problem(
        "invalid_value",
        `must be a day or a range of days, but is ${found(input)}`,
        "Write `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or a range such as `mon-fri`.",
      );
    }
    const length = ((last - from + 7) % 7) + 1;
    return read(Array.from({ length }, (_, step) => weekdays[(from + step) % 7] ?? "mon"));
  },
});

const dayIndex = (text: string): number => weekdays.findIndex((day) => day === text);
