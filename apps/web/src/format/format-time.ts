/**
 * Moments as US readers write them, always with their time zone: in the zone and with the hours that the reader chose, or
 * those of a call that says its own. Formatters are dear to make and are kept.
 */
export type TimeSettings = {
  /** IANA; undefined: the browser's. */
  readonly timeZone?: string | undefined;
  readonly hours?: 12 | 24;
};

let reader: TimeSettings = {};

/** What holds where a call says nothing. Only browsers have one reader: servers write no times into pages. */
export function setTimeReader(settings: TimeSettings): void {
  reader = settings;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(of: string | TimeSettings | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const given = typeof of === "string" ? { timeZone: of } : of;
  const timeZone = given?.timeZone ?? reader.timeZone;
  const hours = given?.hours ?? reader.hours ?? 12;
  const key = `${timeZone ?? ""}|${hours}|${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat("en-US", {
      ...options,
      // 00:05, not 24:05; and of one width, as clocks with 24 hours are.
      ...(hours === 24 && options.hour !== undefined ? { hourCycle: "h23", hour: "2-digit" } : {}),
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    formatters.set(key, made);
  }
  return made;
}

const dayAndMinute = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
} as const;
const daySecond = {
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
} as const;

/** "Mar 4, 2026, 10:05 AM EST". */
export function formatDateTime(ms: number, of?: string | TimeSettings): string {
  return formatter(of, dayAndMinute).format(ms);
}

/** "Mar 4, 7:05:09 AM PST": for lines of a log. */
export function formatLogTime(ms: number, of?: string | TimeSettings): string {
  return formatter(of, daySecond).format(ms);
}

/** "10:05 AM", with seconds when asked for: for axes, whose zone is said once beside them. */
export function formatClock(ms: number, withSeconds: boolean, of?: string | TimeSettings): string {
  return formatter(of, {
    hour: "numeric",
    minute: "2-digit",
    ...(withSeconds ? { second: "2-digit" } : {}),
  }).format(ms);
}

/** "EST": the zone's name at that moment, which changes with daylight saving. */
export function zoneName(ms: number, of?: string | TimeSettings): string {
  const parts = formatter(of, { timeZoneName: "short" }).formatToParts(ms);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** "Mar 4": for axes. */
export function formatDay(ms: number, of?: string | TimeSettings): string {
  return formatter(of, { month: "short", day: "numeric" }).format(ms);
}

/** "Mar 2026": for axes. */
export function formatMonth(ms: number, of?: string | TimeSettings): string {
  return formatter(of, { month: "short", year: "numeric" }).format(ms);
}

/** What a wall clock and a calendar say at a moment; `month` from 1. */
export type WallTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

const wallParts = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
  hourCycle: "h23",
} as const;

/** What the clock on the wall says at a moment. */
export function wallTime(ms: number, of?: string | TimeSettings): WallTime {
  const parts = formatter(of, wallParts).formatToParts(ms);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

/**
 * The moment at which the clock on the wall says this; days and months may overflow. Of an hour that comes twice it is the
 * first; in one that is skipped it is as much later as the clocks are put forward.
 */
export function momentOfWall(wall: WallTime, of?: string | TimeSettings): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  const candidates = [asUtc - 86_400_000, asUtc + 86_400_000].map((ms) => asUtc - offsetAt(ms, of));
  const exact = candidates.filter((ms) => ms + offsetAt(ms, of) === asUtc);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** How far the wall clock is ahead of UTC at a moment, ms. */
function offsetAt(ms: number, of: string | TimeSettings | undefined): number {
  const { year, month, day, hour, minute, second } = wallTime(ms, of);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000;
}
