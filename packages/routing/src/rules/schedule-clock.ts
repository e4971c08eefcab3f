import type { Schedule } from "../rule-options.ts";
import { offsetAt } from "../zone/offset-at.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** Zones change their offset at quarters of an hour of UTC, and not in between. */
const quarterMs = 15 * minuteMs;

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** Tells whether a weekly window is open. Between two changes asking costs two comparisons. */
export class ScheduleClock {
  /** For people, for example `Mon–Fri 09:00–17:00 in Europe/Berlin`. */
  readonly words: string;
  readonly #schedule: Schedule;
  #open = false;
  /** What was found holds from here … */
  #fromMs = 0;
  /** … until here. */
  #untilMs = 0;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    const { days, fromMinute, toMinute, timeZone } = schedule;
    const hours = fromMinute === 0 && toMinute === 1_440 ? "" : ` ${clock(fromMinute)}–${clock(toMinute)}`;
    this.words = `${days === null ? "every day" : daysInWords(days)}${hours} in ${timeZone}`;
  }

  isOpen(nowMs: number): boolean {
    if (nowMs < this.#fromMs || nowMs >= this.#untilMs) this.#look(nowMs);
    return this.#open;
  }

  #look(nowMs: number): void {
    const { fromMinute, toMinute, timeZone } = this.#schedule;
    const localMs = nowMs + offsetAt(nowMs, timeZone);
    const ofDayMs = localMs - Math.floor(localMs / dayMs) * dayMs;
    this.#open = this.#covers(weekday(localMs), ofDayMs);
    let untilMs = (Math.floor(nowMs / quarterMs) + 1) * quarterMs;
    for (const boundaryMs of [fromMinute * minuteMs, toMinute * minuteMs, dayMs]) {
      if (boundaryMs > ofDayMs) untilMs = Math.min(untilMs, nowMs + boundaryMs - ofDayMs);
    }
    this.#fromMs = nowMs;
    this.#untilMs = untilMs;
  }

  #covers(day: number, ofDayMs: number): boolean {
    const { days, fromMinute, toMinute } = this.#schedule;
    const [fromMs, toMs] = [fromMinute * minuteMs, toMinute * minuteMs];
    const begins = (on: number): boolean => days === null || days.includes(on);
    if (fromMs <= toMs) return fromMs <= ofDayMs && ofDayMs < toMs && begins(day);
    return (ofDayMs >= fromMs && begins(day)) || (ofDayMs < toMs && begins((day + 6) % 7));
  }
}

/** 0 is Monday; the first day of the epoch was a Thursday. */
const weekday = (localMs: number): number => (((Math.floor(localMs / dayMs) + 3) % 7) + 7) % 7;

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function daysInWords(days: readonly number[]): string {
  const runs: string[] = [];
  for (let day = 0; day < 7; day++) {
    if (!days.includes(day)) continue;
    let last = day;
    while (days.includes(last + 1)) last++;
    runs.push(last === day ? dayNames[day]! : `${dayNames[day]}–${dayNames[last]}`);
    day = last;
  }
  return runs.join(", ");
}
