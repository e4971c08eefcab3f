import { describe, expect, it } from "vitest";
import { formatDateTime, formatLogTime, zoneName } from "./format-time.ts";

const minute = 60_000;
const every = (fromMs: number, stepMs: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => fromMs + at * stepMs);

describe("the hours in which clocks change", () => {
  it("skips 2:00 to 3:00 AM of Mar 8, 2026 in New York", () => {
    const times = every(Date.UTC(2026, 2, 8, 6, 30), 30 * minute, 3).map((ms) =>
      formatDateTime(ms, "America/New_York"),
    );
    expect(times).toEqual(["Mar 8, 2026, 1:30 AM EST", "Mar 8, 2026, 3:00 AM EDT", "Mar 8, 2026, 3:30 AM EDT"]);
  });

  it("says 1:00 to 2:00 AM of Nov 1, 2026 twice in New York, told apart by the zone", () => {
    const times = every(Date.UTC(2026, 10, 1, 5), 30 * minute, 5).map((ms) => formatDateTime(ms, "America/New_York"));
    expect(times).toEqual([
      "Nov 1, 2026, 1:00 AM EDT",
      "Nov 1, 2026, 1:30 AM EDT",
      "Nov 1, 2026, 1:00 AM EST",
      "Nov 1, 2026, 1:30 AM EST",
      "Nov 1, 2026, 2:00 AM EST",
    ]);
  });

  it("changes at 1:00 UTC in all of Europe, west and east alike", () => {
    const changeMs = Date.UTC(2026, 2, 29, 1);
    expect(
      ["Europe/London", "Europe/Berlin", "Europe/Helsinki"].map((zone) => formatLogTime(changeMs - 1_000, zone)),
    ).toEqual(["Mar 29, 12:59:59 AM GMT", "Mar 29, 1:59:59 AM GMT+1", "Mar 29, 2:59:59 AM GMT+2"]);
    expect(["Europe/London", "Europe/Berlin", "Europe/Helsinki"].map((zone) => formatLogTime(changeMs, zone))).toEqual([
      "Mar 29, 2:00:00 AM GMT+1",
      "Mar 29, 3:00:00 AM GMT+2",
      "Mar 29, 4:00:00 AM GMT+3",
    ]);
  });

  it("puts clocks back by half an hour on Lord Howe Island on Apr 5, 2026", () => {
    const times = every(Date.UTC(2026, 3, 4, 14, 30), 30 * minute, 3).map((ms) =>
      formatDateTime(ms, "Australia/Lord_Howe"),
    );
    expect(times).toEqual([
      "Apr 5, 2026, 1:30 AM GMT+11",
      "Apr 5, 2026, 1:30 AM GMT+10:30",
      "Apr 5, 2026, 2:00 AM GMT+10:30",
    ]);
  });

  it.each([
    ["America/Phoenix", "MST"],
    ["Asia/Kolkata", "GMT+5:30"],
    ["UTC", "UTC"],
  ])("never comes in %s", (zone, name) => {
    expect(new Set(every(Date.UTC(2026, 0, 1), 6 * 60 * minute, 1_460).map((ms) => zoneName(ms, zone)))).toEqual(
      new Set([name]),
    );
  });

  it("gives every moment of a year in every zone a text of its own: none is shown like another", () => {
    for (const zone of [
      "America/New_York",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "America/Sao_Paulo",
      "Asia/Kolkata",
    ]) {
      const moments = every(Date.UTC(2026, 0, 1), 30 * minute, 365 * 48);
      expect(new Set(moments.map((ms) => formatDateTime(ms, zone))).size).toBe(moments.length);
    }
  });

  it("reads 24 hours across the change too", () => {
    const times = every(Date.UTC(2026, 9, 25, 0), 30 * minute, 4).map((ms) =>
      formatDateTime(ms, { timeZone: "Europe/Berlin", hours: 24 }),
    );
    expect(times).toEqual([
      "Oct 25, 2026, 02:00 GMT+2",
      "Oct 25, 2026, 02:30 GMT+2",
      "Oct 25, 2026, 02:00 GMT+1",
      "Oct 25, 2026, 02:30 GMT+1",
    ]);
  });
});
