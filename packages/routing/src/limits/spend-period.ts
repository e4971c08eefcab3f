import { offsetAt } from "../zone/offset-at.ts";
import type { SpendPeriod } from "./usage-limits.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Day = { readonly year: number; readonly month: number; readonly day: number };

/** The period of the calendar in which a moment lies, in epoch ms; the end belongs to the next one. */
export function periodAt(
  nowMs: number,
  period: SpendPeriod,
  timeZone: string,
): { readonly startMs: number; readonly endMs: number } {
  if (period === "hour") {
    // Zones differ from UTC by whole minutes, not by whole hours.
    const offsetMs = offsetAt(nowMs, timeZone);
    const startMs = Math.floor((nowMs + offsetMs) / hourMs) * hourMs - offsetMs;
    const endMs = startMs + hourMs;
    // Where clocks change by half an hour, an hour ends, and the next begins, at the change.
    return {
      startMs: offsetAt(startMs, timeZone) === offsetMs ? startMs : changeBetween(startMs, nowMs, timeZone),
      endMs: offsetAt(endMs - 1, timeZone) === offsetMs ? endMs : changeBetween(nowMs, endMs, timeZone),
    };
  }
  const today = dayAt(nowMs, timeZone);
  const [from, to] = span(today, period);
  return { startMs: startOf(from, timeZone), endMs: startOf(to, timeZone) };
}

/** First day of the period, and of the next one. Days beyond a month's end are those of the next month. */
function span({ year, month, day }: Day, period: Exclude<SpendPeriod, "hour">): readonly [Day, Day] {
  switch (period) {
    case "day":
      return [
        { year, month, day },
        { year, month, day: day + 1 },
      ];
    case "week": {
      const sinceMonday = (new Date(Date.UTC(year, month, day)).getUTCDay() + 6) % 7;
      return [
        { year, month, day: day - sinceMonday },
        { year, month, day: day - sinceMonday + 7 },
      ];
    }
    case "month":
      return [
        { year, month, day: 1 },
        { year, month: month + 1, day: 1 },
      ];
  }
}

/**
 * When a day begins in a zone. Where clocks go forward at midnight it begins with the first moment that there is; where
 * midnight comes twice, with the first of the two.
 */
function startOf({ year, month, day }: Day, timeZone: string): number {
  const midnightUtcMs = Date.UTC(year, month, day);
  const candidates = [-dayMs, 0, dayMs].map((by) => midnightUtcMs - offsetAt(midnightUtcMs + by, timeZone));
  const wanted = localDay(midnightUtcMs);
  const within = candidates.filter((atMs) => localDay(atMs + offsetAt(atMs, timeZone)) === wanted);
  return Math.min(...(within.length > 0 ? within : candidates));
}

/** The first moment of the offset that holds at `toMs`, and not at `fromMs`. */
function changeBetween(fromMs: number, toMs: number, timeZone: string): number {
  const after = offsetAt(toMs, timeZone);
  let [before, changed] = [Math.floor(fromMs), Math.ceil(toMs)];
  while (changed - before > 1) {
    const middle = Math.floor((before + changed) / 2);
    if (offsetAt(middle, timeZone) === after) changed = middle;
    else before = middle;
  }
  return changed;
}

const localDay = (localMs: number): number => Math.floor(localMs / dayMs);

function dayAt(nowMs: number, timeZone: string): Day {
  const local = new Date(nowMs + offsetAt(nowMs, timeZone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth(), day: local.getUTCDate() };
}
