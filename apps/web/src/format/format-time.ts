/**
 * Moments as US readers write them, always with their time zone. Without `timeZone` the reader's own is used. Formatters
 * are dear to make and are kept.
 */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone ?? ""}|${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat("en-US", timeZone === undefined ? options : { ...options, timeZone });
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
export function formatDateTime(ms: number, timeZone?: string): string {
  return formatter(timeZone, dayAndMinute).format(ms);
}

/** "Mar 4, 7:05:09 AM PST": for lines of a log. */
export function formatLogTime(ms: number, timeZone?: string): string {
  return formatter(timeZone, daySecond).format(ms);
}

/** "10:05 AM", with seconds when asked for: for axes, whose zone is said once beside them. */
export function formatClock(ms: number, withSeconds: boolean, timeZone?: string): string {
  return formatter(timeZone, {
    hour: "numeric",
    minute: "2-digit",
    ...(withSeconds ? { second: "2-digit" } : {}),
  }).format(ms);
}

/** "EST": the zone's name at that moment, which changes with daylight saving. */
export function zoneName(ms: number, timeZone?: string): string {
  const parts = formatter(timeZone, { timeZoneName: "short" }).formatToParts(ms);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}
