import { describe, expect, it } from "vitest";
import type { Duty } from "./duty.ts";
import { Schedule } from "./schedule.ts";

const duty = (name: string, everyMs: number): Duty => ({ name, everyMs, run: async () => null });
const often = duty("often", 10_000);
const seldom = duty("seldom", 3_600_000);
const names = (duties: readonly Duty[]): readonly string[] => duties.map(({ name }) => name);

describe("Schedule", () => {
  it("has everything due at first, whatever the clock says, in the given order", () => {
    const schedule = new Schedule([seldom, often]);
    expect(names(schedule.due(-5))).toEqual(["seldom", "often"]);
  });

  it("has a duty due again 10 s after it succeeded, not before", () => {
    const schedule = new Schedule([often, seldom]);
    schedule.succeeded(often, 1_000);
    schedule.succeeded(seldom, 1_000);
    expect(names(schedule.due(10_999))).toEqual([]);
    expect(names(schedule.due(11_000))).toEqual(["often"]);
  });

  it("tries a failed one again after 1, 2, 4 … and at most 60 s", () => {
    const schedule = new Schedule([seldom]);
    const waits: number[] = [];
    for (let nowMs = 0; waits.length < 8; ) {
      schedule.failed(seldom, nowMs);
      let dueAtMs = nowMs;
      while (schedule.due(dueAtMs).length === 0) dueAtMs += 500;
      waits.push(dueAtMs - nowMs);
      nowMs = dueAtMs;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it("never waits longer after a failure than after a success, and begins anew at 1 s after one", () => {
    const schedule = new Schedule([often]);
    for (let failures = 1; failures <= 6; failures++) expect(schedule.failed(often, 0)).toBe(failures);
    expect(schedule.due(10_000)).toHaveLength(1);
    schedule.succeeded(often, 10_000);
    expect(schedule.failed(often, 20_000)).toBe(1);
    expect(schedule.due(21_000)).toHaveLength(1);
  });
});
