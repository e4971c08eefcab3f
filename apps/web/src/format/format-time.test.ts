import { afterEach, describe, expect, it } from "vitest";
import {
  formatClock,
  formatDateTime,
  formatLogTime,
  momentOfWall,
  setTimeReader,
  wallTime,
  zoneName,
} from "./format-time.ts";

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

describe("24 hours", () => {
  const berlin = { timeZone: "Europe/Berlin", hours: 24 } as const;

  it("begins the day at 00:00 and says no AM or PM", () => {
    expect(formatDateTime(Date.UTC(2026, 2, 4, 23, 5), berlin)).toBe("Mar 5, 2026, 00:05 GMT+1");
    expect(formatClock(Date.UTC(2026, 2, 4, 8, 5, 9), true, berlin)).toBe("09:05:09");
    expect(zoneName(Date.UTC(2026, 6, 1), berlin)).toBe("GMT+2");
  });
});

describe("the reader", () => {
  afterEach(() => setTimeReader({}));

  it("is who a call without zone or hours is for", () => {
    setTimeReader({ timeZone: "America/Los_Angeles", hours: 24 });
    const atMs = Date.UTC(2026, 2, 4, 23, 5);
    expect(formatLogTime(atMs)).toBe("Mar 4, 15:05:00 PST");
    expect(formatLogTime(atMs, newYork)).toBe("Mar 4, 18:05:00 EST");
    expect(formatLogTime(atMs, { timeZone: newYork, hours: 12 })).toBe("Mar 4, 6:05:00 PM EST");
  });
});

describe("momentOfWall", () => {
  const at = (month: number, day: number, hour: number, minute = 30) =>
    momentOfWall({ year: 2026, month, day, hour, minute, second: 0 }, newYork);

  it("finds the moment of a wall clock, days that overflow included", () => {
    expect(at(3, 4, 10, 5)).toBe(Date.UTC(2026, 2, 4, 15, 5));
    expect(at(2, 32, 10, 5)).toBe(Date.UTC(2026, 2, 4, 15, 5));
    expect(wallTime(at(7, 4, 0, 0), newYork)).toEqual({ year: 2026, month: 7, day: 4, hour: 0, minute: 0, second: 0 });
  });

  it("takes the first of the two 1:30 AM of Nov 1, 2026", () =>
    expect(at(11, 1, 1)).toBe(Date.UTC(2026, 10, 1, 5, 30)));

  it("takes 3:30 AM for the 2:30 AM that Mar 8, 2026 skips", () =>
    expect(at(3, 8, 2)).toBe(Date.UTC(2026, 2, 8, 7, 30)));
});
