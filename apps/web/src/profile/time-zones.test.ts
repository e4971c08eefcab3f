import { describe, expect, it } from "vitest";
import { matchingZones, timeZones, zoneWords } from "./time-zones.ts";

const january = Date.UTC(2026, 0, 15);

describe("timeZones", () => {
  it("are those of this browser with their offset at that moment, UTC first", () => {
    const zones = timeZones(january);
    expect(zones[0]).toEqual({ name: "UTC", offset: "GMT+0" });
    expect(zones).toContainEqual({ name: "America/New_York", offset: "GMT-5" });
    expect(timeZones(Date.UTC(2026, 6, 15))).toContainEqual({ name: "America/New_York", offset: "GMT-4" });
    expect(new Set(zones.map(({ name }) => name)).size).toBe(zones.length);
  });

  it.each([
    ["new york", "America/New_York"],
    ["europe/ber", "Europe/Berlin"],
    ["GMT+5:30", "Asia/Calcutta"],
  ])("%s finds %s", (typed, name) => {
    const found = matchingZones(timeZones(january), typed).map((zone) => zone.name);
    expect(found.some((each) => each === name || (name === "Asia/Calcutta" && each === "Asia/Kolkata"))).toBe(true);
  });

  it("read with spaces", () => expect(zoneWords("America/New_York")).toBe("America / New York"));
});
