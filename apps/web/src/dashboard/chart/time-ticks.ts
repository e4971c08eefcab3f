import {
  formatClock,
  formatDay,
  formatMonth,
  momentOfWall,
  type WallTime,
  wallTime,
} from "../../format/format-time.ts";

/** A label of the time axis. */
export type TimeTick = { readonly atMs: number; readonly label: string };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Distances between labels that fall on round times of a wall clock. */
const clockSteps = [
  10 * second,
  30 * second,
  minute,
  2 * minute,
  3 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
];
const midnight = { hour: 0, minute: 0, second: 0 };
const daySteps = [1, 2, 5, 7, 14];
const monthSteps = [1, 2, 3, 6];

/**
 * At most `most` labels in [fromMs, toMs] at round times of the reader's wall clock: round minutes and hours, midnights, or
 * firsts of a month. Where the clocks change, a day is 23 or 25 hours long, as it was; an hour that came twice has two labels.
 */
export function timeTicks(fromMs: number, toMs: number, most: number, timeZone?: string): TimeTick[] {
  const least = (toMs - fromMs) / most;
  const step = clockSteps.find((each) => each >= least);
  if (step !== undefined) return clockTicks(fromMs, toMs, step, timeZone);
  const days = daySteps.find((each) => each * day >= least);
  return days === undefined
    ? monthTicks(fromMs, toMs, monthSteps.find((each) => each * 28 * day >= least) ?? 12, timeZone)
    : dayTicks(fromMs, toMs, days, timeZone);
}

/** Zones are whole quarters of an hour from UTC, so that round times of any zone are multiples of one, or of the step. */
function clockTicks(fromMs: number, toMs: number, step: number, timeZone: string | undefined): TimeTick[] {
  const stride = Math.min(step, 15 * minute);
  const ticks: TimeTick[] = [];
  for (let atMs = Math.ceil(fromMs / stride) * stride; atMs <= toMs; atMs += stride) {
    const wall = wallTime(atMs, timeZone);
    const ofDayMs = (wall.hour * 60 + wall.minute) * minute + wall.second * second;
    if (ofDayMs % step !== 0) continue;
    const label = ofDayMs === 0 ? formatDay(atMs, timeZone) : formatClock(atMs, step < minute, timeZone);
    ticks.push({ atMs, label });
  }
  return ticks;
}

function dayTicks(fromMs: number, toMs: number, days: number, timeZone: string | undefined): TimeTick[] {
  const first = wallTime(fromMs, timeZone);
  // Weeks begin on Sunday.
  const begin = days % 7 === 0 ? first.day - weekday(first) : first.day;
  const ticks: TimeTick[] = [];
  for (let count = 0; ; count += 1) {
    const atMs = momentOfWall({ ...first, ...midnight, day: begin + count * days }, timeZone);
    if (atMs > toMs) return ticks;
    if (atMs >= fromMs) ticks.push({ atMs, label: formatDay(atMs, timeZone) });
  }
}

function monthTicks(fromMs: number, toMs: number, months: number, timeZone: string | undefined): TimeTick[] {
  const first = wallTime(fromMs, timeZone);
  // Every second, third … month of a year, whatever month the window begins in.
  const begin = Math.floor((first.month - 1) / months) * months + 1;
  const ticks: TimeTick[] = [];
  for (let count = 0; ; count += 1) {
    const atMs = momentOfWall({ year: first.year, month: begin + count * months, day: 1, ...midnight }, timeZone);
    if (atMs > toMs) return ticks;
    if (atMs >= fromMs) ticks.push({ atMs, label: formatMonth(atMs, timeZone) });
  }
}

/** 0 is Sunday. */
function weekday({ year, month, day: ofMonth }: WallTime): number {
  return new Date(Date.UTC(year, month - 1, ofMonth)).getUTCDay();
}
