/** A zone as a list shows it. */
export type ZoneEntry = {
  /** IANA. */
  readonly name: string;
  /** "GMT-5": at this moment. */
  readonly offset: string;
};

/** Every zone that this browser knows, UTC first, with its distance from UTC at a moment. */
export function timeZones(nowMs: number): readonly ZoneEntry[] {
  const names = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")];
  return names.map((name) => ({ name, offset: offsetOf(name, nowMs) }));
}

/** Those whose name or offset holds every word that is typed: "new york", "gmt-5", "europe ber". */
export function matchingZones(zones: readonly ZoneEntry[], typed: string): readonly ZoneEntry[] {
  const words = typed
    .toLowerCase()
    .split(/[\s_/]+/)
    .filter(Boolean);
  return zones.filter(({ name, offset }) => {
    const text = `${name} ${offset}`.toLowerCase().replaceAll(/[_/]/g, " ");
    return words.every((word) => text.includes(word));
  });
}

/** "America/New_York" as people read it: "America / New York". */
export function zoneWords(name: string): string {
  return name.replaceAll("_", " ").replaceAll("/", " / ");
}

function offsetOf(timeZone: string, nowMs: number): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "shortOffset" }).formatToParts(nowMs);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}
