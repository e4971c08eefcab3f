import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Schedule } from "../rule-options.ts";
import { ScheduleClock } from "./schedule-clock.ts";

const at = (iso: string): number => Date.parse(iso);
const office: Schedule = { days: [0, 1, 2, 3, 4], fromMinute: 540, toMinute: 1_020, timeZone: "America/New_York" };
const isOpen = (schedule: Schedule, iso: string): boolean => new ScheduleClock(schedule).isOpen(at(iso));

describe("a schedule", () => {
  it.each([
    ["2026-11-27T13:59:59.999Z", false],
    ["2026-11-27T14:00:00.000Z", true],
    ["2026-11-27T21:59:59.999Z", true],
    ["2026-11-27T22:00:00.000Z", false],
    // Saturday
    ["2026-11-28T15:00:00.000Z", false],
    // In summer New York is an hour nearer to UTC.
    ["2026-07-03T13:00:00.000Z", true],
    ["2026-07-03T21:00:00.000Z", false],
  ])("of office hours in New York at %s is open: %s", (iso, open) => {
    expect(isOpen(office, iso)).toBe(open);
  });

  it("that ends before it begins goes over midnight, and belongs to the day on which it began", () => {
    const night: Schedule = { days: [4], fromMinute: 22 * 60, toMinute: 6 * 60, timeZone: "Europe/Berlin" };
    expect(isOpen(night, "2026-11-27T20:59:59Z")).toBe(false);
    expect(isOpen(night, "2026-11-27T21:00:00Z")).toBe(true);
    expect(isOpen(night, "2026-11-28T04:59:59Z")).toBe(true);
    expect(isOpen(night, "2026-11-28T05:00:00Z")).toBe(false);
    expect(isOpen(night, "2026-11-28T22:00:00Z")).toBe(false);
    // Early on Friday the night is Thursday's.
    expect(isOpen(night, "2026-11-27T03:00:00Z")).toBe(false);
  });

  it("follows the clocks where they change: an hour that is left out, and one that comes twice", () => {
    const between: Schedule = { days: null, fromMinute: 150, toMinute: 180, timeZone: "Europe/Berlin" };
    // On 2026-03-29 clocks go from 02:00 to 03:00.
    for (const minute of [0, 29, 30, 45, 59]) {
      expect(isOpen(between, `2026-03-29T00:${String(minute).padStart(2, "0")}:00Z`)).toBe(false);
      expect(isOpen(between, `2026-03-29T01:${String(minute).padStart(2, "0")}:00Z`)).toBe(false);
    }
    // On 2026-10-25 they go from 03:00 back to 02:00: 02:30 comes twice.
    expect(isOpen(between, "2026-10-25T00:29:00Z")).toBe(false);
    expect(isOpen(between, "2026-10-25T00:30:00Z")).toBe(true);
    expect(isOpen(between, "2026-10-25T01:00:00Z")).toBe(false);
    expect(isOpen(between, "2026-10-25T01:30:00Z")).toBe(true);
    expect(isOpen(between, "2026-10-25T02:00:00Z")).toBe(false);
  });

  it("says when it is open, asked again and again as time goes on, as a clock on the wall does", () => {
    const zones = [
      "UTC",
      "America/New_York",
      "Europe/Berlin",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
      "America/St_Johns",
    ];
    const schedule = fc.record({
      days: fc.option(fc.uniqueArray(fc.nat({ max: 6 }), { minLength: 1 })),
      fromMinute: fc.nat({ max: 1_439 }),
      toMinute: fc.integer({ min: 0, max: 1_440 }),
      timeZone: fc.constantFrom(...zones),
    });
    const begin = fc.constantFrom(at("2026-03-07T22:00:00Z"), at("2026-10-24T20:00:00Z"), at("2026-11-01T03:00:00Z"));
    const steps = fc.array(fc.nat({ max: 4 * 3_600_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(schedule, begin, steps, (given, beginMs, waits) => {
        const clock = new ScheduleClock(given);
        const wall = new Intl.DateTimeFormat("en-US", {
          timeZone: given.timeZone,
          hourCycle: "h23",
          weekday: "short",
          hour: "numeric",
          minute: "numeric",
        });
        let nowMs = beginMs;
        for (const wait of waits) {
          nowMs += wait;
          expect(clock.isOpen(nowMs)).toBe(onTheWall(wall, given, nowMs));
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each<[Schedule, string]>([
    [office, "Mon–Fri 09:00–17:00 in America/New_York"],
    [{ ...office, days: null, fromMinute: 0, toMinute: 1_440 }, "every day in America/New_York"],
    [{ ...office, days: [6, 0, 2] }, "Mon, Wed, Sun 09:00–17:00 in America/New_York"],
  ])("has words for people", (schedule, words) => {
    expect(new ScheduleClock(schedule).words).toBe(words);
  });
});

/** The same from what the zone's clock shows, looked at anew each time. */
function onTheWall(wall: Intl.DateTimeFormat, { days, fromMinute, toMinute }: Schedule, nowMs: number): boolean {
  const parts = Object.fromEntries(wall.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  const day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(parts["weekday"] ?? "");
  const minute = Number(parts["hour"]) * 60 + Number(parts["minute"]);
  const begins = (on: number): boolean => days === null || days.includes(on);
  if (fromMinute <= toMinute) return begins(day) && fromMinute <= minute && minute < toMinute;
  return (begins(day) && minute >= fromMinute) || (begins((day + 6) % 7) && minute < toMinute);
}
