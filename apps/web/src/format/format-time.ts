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
