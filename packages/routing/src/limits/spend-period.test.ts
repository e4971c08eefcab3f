import { describe, expect, it } from "vitest";
import { periodAt } from "./spend-period.ts";
import type { SpendPeriod } from "./usage-limits.ts";

const span = (at: string, period: SpendPeriod, timeZone: string) => {
  const { startMs, endMs } = periodAt(Date.parse(at), period, timeZone);
  return [new Date(startMs).toISOString(), new Date(endMs).toISOString()];
};

describe("periodAt", () => {
  it.each<[string, string, SpendPeriod, string, string, string]>([
    ["a day of UTC", "2026-11-28T12:00:00Z", "day", "UTC", "2026-11-28T00:00:00.000Z", "2026-11-29T00:00:00.000Z"],
    [
      "a day in New York that is over in UTC",
      "2026-11-28T03:00:00Z",
      "day",
      "America/New_York",
      "2026-11-27T05:00:00.000Z",
      "2026-11-28T05:00:00.000Z",
    ],
    [
      "the day of 23 hours on which clocks go forward",
      "2026-03-08T12:00:00Z",
      "day",
      "America/New_York",
      "2026-03-08T05:00:00.000Z",
      "2026-03-09T04:00:00.000Z",
    ],
    [
      "the day of 25 hours on which they go back",
      "2026-10-25T12:00:00Z",
      "day",
      "Europe/Berlin",
      "2026-10-24T22:00:00.000Z",
      "2026-10-25T23:00:00.000Z",
    ],
    [
      "a day whose midnight there is not, since clocks go forward at it",
      "2026-09-06T12:00:00Z",
      "day",
      "America/Santiago",
      "2026-09-06T04:00:00.000Z",
      "2026-09-07T03:00:00.000Z",
    ],
    [
      "a week, from Monday, across a year's end",
      "2027-01-01T12:00:00Z",
      "week",
      "UTC",
      "2026-12-28T00:00:00.000Z",
      "2027-01-04T00:00:00.000Z",
    ],
    [
      "a month that clocks change in",
      "2026-03-20T12:00:00Z",
      "month",
      "Europe/Berlin",
      "2026-02-28T23:00:00.000Z",
      "2026-03-31T22:00:00.000Z",
    ],
    ["December", "2026-12-31T23:59:59Z", "month", "UTC", "2026-12-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
    [
      "an hour where zones differ by half hours",
      "2026-11-28T12:40:00Z",
      "hour",
      "Asia/Kolkata",
      "2026-11-28T12:30:00.000Z",
      "2026-11-28T13:30:00.000Z",
    ],
  ])("finds %s", (_, at, period, timeZone, start, end) => {
    expect(span(at, period, timeZone)).toEqual([start, end]);
  });

  it.each([
    ["Australia/Lord_Howe", "forward by half an hour", "2026-10-03T00:00:00Z"],
    ["Australia/Lord_Howe", "back by half an hour", "2026-04-04T00:00:00Z"],
    ["Europe/Berlin", "forward", "2026-03-28T12:00:00Z"],
    ["Europe/Berlin", "back", "2026-10-24T12:00:00Z"],
  ])("gives every moment one hour in %s when clocks go %s, without gap or overlap", (timeZone, _, from) => {
    let nowMs = periodAt(Date.parse(from), "hour", timeZone).startMs;
    for (const endMs = nowMs + 36 * 3_600_000; nowMs < endMs; ) {
      const here = periodAt(nowMs, "hour", timeZone);
      expect(here.startMs).toBe(nowMs);
      expect(here.endMs - here.startMs).toBeLessThanOrEqual(3_600_000);
      for (let atMs = nowMs; atMs < here.endMs; atMs += 600_000 - 0.5)
        expect(periodAt(atMs, "hour", timeZone)).toEqual(here);
      expect(periodAt(here.endMs - 1, "hour", timeZone)).toEqual(here);
      nowMs = here.endMs;
    }
  });

  it.each([
    "America/New_York",
    "Europe/Berlin",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Cairo",
  ])("gives every moment of two years in %s one day, one week and one month, without gap or overlap", (timeZone) => {
    for (const period of ["day", "week", "month"] as const) {
      let nowMs = Date.UTC(2026, 0, 1);
      for (const endMs = Date.UTC(2028, 0, 1); nowMs < endMs; ) {
        const here = periodAt(nowMs, period, timeZone);
        expect(here.startMs <= nowMs && nowMs < here.endMs).toBe(true);
        expect(periodAt(here.endMs, period, timeZone).startMs).toBe(here.endMs);
        expect(periodAt(here.endMs - 1, period, timeZone)).toEqual(here);
        nowMs = here.endMs;
      }
    }
  });
});
