import { describe, expect, it } from "vitest";
import { formatClock, formatDateTime, formatLogTime, zoneName } from "./format-time.ts";

const newYork = "America/New_York";

describe("formatDateTime", () => {
  it("spells the month out, uses 12 hours and says the zone", () => {
    expect(formatDateTime(Date.UTC(2026, 2, 4, 15, 5), newYork)).toBe("Mar 4, 2026, 10:05 AM EST");
  });

  it("says 10:05 AM EDT on the day after the clocks went forward", () => {
    expect(formatDateTime(Date.UTC(2026, 2, 9, 14, 5), newYork)).toBe("Mar 9, 2026, 10:05 AM EDT");
  });
});

describe("formatLogTime", () => {
  it("tells the two 1:30 AM of Nov 1, 2026 apart by their zone", () => {
    expect(formatLogTime(Date.UTC(2026, 10, 1, 5, 30), newYork)).toBe("Nov 1, 1:30:00 AM EDT");
    expect(formatLogTime(Date.UTC(2026, 10, 1, 6, 30), newYork)).toBe("Nov 1, 1:30:00 AM EST");
  });
});

describe("formatClock", () => {
  it("jumps from 1:59 AM to 3:00 AM when the clocks go forward on Mar 8, 2026", () => {
    expect(formatClock(Date.UTC(2026, 2, 8, 6, 59), false, newYork)).toBe("1:59 AM");
    expect(formatClock(Date.UTC(2026, 2, 8, 7, 0), false, newYork)).toBe("3:00 AM");
  });

  it("shows seconds when asked", () => {
    expect(formatClock(Date.UTC(2026, 0, 1, 17, 4, 9), true, "UTC")).toBe("5:04:09 PM");
  });
});

describe("zoneName", () => {
  it("is PST in January and PDT in July in Los Angeles", () => {
    expect(zoneName(Date.UTC(2026, 0, 1), "America/Los_Angeles")).toBe("PST");
    expect(zoneName(Date.UTC(2026, 6, 1), "America/Los_Angeles")).toBe("PDT");
  });
});
