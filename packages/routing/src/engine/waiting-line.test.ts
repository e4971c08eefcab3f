import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WaitingLine } from "./waiting-line.ts";

describe("the line of those that wait for a first token", () => {
  test("knows the oldest, whoever leaves first", () => {
    const line = new WaitingLine();
    expect(line.oldestMs).toBeNull();
    const [first, second] = [line.enter(100, 1), line.enter(200, 1)];
    line.enter(300, 1);
    line.leave(second);
    expect(line.oldestMs).toBe(100);
    line.leave(first);
    expect(line.oldestMs).toBe(300);
  });

  test("forgets those of a thread that broke, and no other's", () => {
    const line = new WaitingLine();
    line.enter(100, 1);
    const kept = line.enter(200, 2);
    line.enter(300, 1);
    line.loseThread(1);
    expect(line.oldestMs).toBe(200);
    line.leave(kept);
    expect(line.oldestMs).toBeNull();
  });

  test("is of fixed size: what does not fit is let in again when the oldest are gone", () => {
    const line = new WaitingLine();
    const places = Array.from({ length: 128 }, (_, index) => line.enter(index, 1));
    expect(line.enter(500, 1)).toBe(-1);
    line.leave(-1);
    for (const place of places) line.leave(place);
    expect(line.oldestMs).toBeNull();
    expect(line.enter(600, 1)).toBeGreaterThanOrEqual(0);
  });

  test("agrees with a list, whatever comes and goes", () => {
    const step = fc.record({ enters: fc.boolean(), which: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const line = new WaitingLine();
        const list: { readonly place: number; readonly atMs: number }[] = [];
        steps.forEach(({ enters, which }, atMs) => {
          if (enters && list.length < 100) list.push({ place: line.enter(atMs, 1), atMs });
          else for (const { place } of list.splice(which % Math.max(1, list.length), 1)) line.leave(place);
          expect(line.oldestMs).toBe(list[0]?.atMs ?? null);
        });
      }),
    );
  });
});
