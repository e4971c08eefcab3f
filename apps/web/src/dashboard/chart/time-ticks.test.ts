import { describe, expect, it } from "vitest";
import { formatDateTime } from "../../format/format-time.ts";
import { timeTicks } from "./time-ticks.ts";

const newYork = "America/New_York";
const hour = 3_600_000;
const labels = (fromMs: number, toMs: number, most: number, zone: string) =>
  timeTicks(fromMs, toMs, most, zone).map(({ label }) => label);

describe("timeTicks", () => {
  it("stand at round minutes of the wall clock", () => {
    const fromMs = Date.UTC(2026, 2, 4, 15, 3, 20);
    expect(labels(fromMs, fromMs + 300_000, 5, newYork)).toEqual([
      "10:04 AM",
      "10:05 AM",
      "10:06 AM",
      "10:07 AM",
      "10:08 AM",
    ]);
  });

  it("stand at whole hours also in a zone that is 45 minutes off", () => {
    const fromMs = Date.UTC(2026, 2, 4, 0, 0);
    expect(labels(fromMs, fromMs + 6 * hour, 6, "Asia/Kathmandu")).toEqual([
      "6:00 AM",
      "7:00 AM",
      "8:00 AM",
      "9:00 AM",
      "10:00 AM",
      "11:00 AM",
    ]);
  });

  it("leave out the hour that was skipped when the clocks went forward on Mar 8, 2026", () => {
    const fromMs = Date.UTC(2026, 2, 8, 5);
    expect(labels(fromMs, fromMs + 4 * hour, 5, newYork)).toEqual([
      "Mar 8",
      "1:00 AM",
      "3:00 AM",
      "4:00 AM",
      "5:00 AM",
    ]);
  });

  it("show the hour twice that came twice on Nov 1, 2026", () => {
    const fromMs = Date.UTC(2026, 10, 1, 4);
    const ticks = timeTicks(fromMs, fromMs + 4 * hour, 5, newYork);
    expect(ticks.map(({ label }) => label)).toEqual(["Nov 1", "1:00 AM", "1:00 AM", "2:00 AM", "3:00 AM"]);
    expect(formatDateTime(ticks[1]?.atMs ?? 0, newYork)).toContain("EDT");
    expect(formatDateTime(ticks[2]?.atMs ?? 0, newYork)).toContain("EST");
  });

  it.each([
    ["23 hours", Date.UTC(2026, 2, 7, 5), 23],
    ["25 hours", Date.UTC(2026, 9, 31, 4), 25],
  ])("draw the day of a change %s long", (_, fromMs, hours) => {
    const [, begin, end] = timeTicks(fromMs, fromMs + 72 * hour, 4, newYork);
    expect(((end?.atMs ?? 0) - (begin?.atMs ?? 0)) / hour).toBe(hours);
  });

  it("keep 6-hour labels on the wall clock across a change", () => {
    const fromMs = Date.UTC(2026, 2, 8, 0);
    expect(labels(fromMs, fromMs + 24 * hour, 5, newYork)).toEqual(["Mar 8", "6:00 AM", "12:00 PM", "6:00 PM"]);
  });

  it("find the first moment of a day that has no midnight", () => {
    // In Santiago the clocks went from 11:59 PM on Sep 5, 2026 to 1:00 AM.
    const fromMs = Date.UTC(2026, 8, 4, 12);
    const ticks = timeTicks(fromMs, fromMs + 72 * hour, 4, "America/Santiago");
    expect(ticks.map(({ label }) => label)).toEqual(["Sep 5", "Sep 6", "Sep 7"]);
    expect(formatDateTime(ticks[1]?.atMs ?? 0, "America/Santiago")).toContain("1:00 AM");
  });

  it("keep whole hours where clocks go back by half an hour: Lord Howe Island, Apr 5, 2026", () => {
    const ticks = timeTicks(Date.UTC(2026, 3, 4, 14), Date.UTC(2026, 3, 4, 17), 4, "Australia/Lord_Howe");
    expect(ticks.map(({ label }) => label)).toEqual(["1:00 AM", "2:00 AM", "3:00 AM"]);
    expect(ticks.slice(1).map(({ atMs }, at) => (atMs - (ticks[at]?.atMs ?? 0)) / hour)).toEqual([1.5, 1]);
  });

  it("stand on Sundays, with which weeks begin", () => {
    const fromMs = Date.UTC(2026, 2, 4, 12);
    expect(labels(fromMs, fromMs + 30 * 24 * hour, 5, newYork)).toEqual(["Mar 8", "Mar 15", "Mar 22", "Mar 29"]);
  });

  it("stand at firsts of a month over a year", () => {
    const fromMs = Date.UTC(2025, 10, 27);
    expect(labels(fromMs, fromMs + 365 * 24 * hour, 6, "UTC")).toEqual([
      "Jan 2026",
      "Apr 2026",
      "Jul 2026",
      "Oct 2026",
    ]);
  });

  it("are never more than asked for, from 1 minute to a year", () => {
    for (let ms = 60_000; ms < 366 * 24 * hour; ms *= 1.7) {
      const ticks = timeTicks(1_772_636_700_000, 1_772_636_700_000 + ms, 6, newYork);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.length).toBeGreaterThanOrEqual(1);
    }
  });
});
