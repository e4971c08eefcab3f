import * as fc from "fast-check";
import { expect, test } from "vitest";
import { EventQueue } from "./event-queue.ts";

test("events come by time, those of one moment in the order in which they were planned", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 3_000 }), (times) => {
      const queue = new EventQueue();
      for (const [at, time] of times.entries()) queue.plan(time, 1, at, 2 * at);
      const taken: [number, number][] = [];
      while (queue.length > 0) {
        queue.take();
        expect(queue.second).toBe(2 * queue.first);
        taken.push([queue.timeMs, queue.first]);
      }
      expect(taken).toEqual(times.map((time, at) => [time, at] as const).toSorted((a, b) => a[0] - b[0]));
    }),
    { numRuns: 50 },
  );
});

test("taking and planning may alternate", () => {
  const queue = new EventQueue();
  const taken: number[] = [];
  queue.plan(3, 0, 0, 0);
  queue.plan(1, 0, 0, 0);
  for (let steps = 0; steps < 5; steps++) {
    queue.take();
    taken.push(queue.timeMs);
    queue.plan(queue.timeMs + 1.5, 0, 0, 0);
  }
  expect(taken).toEqual([1, 2.5, 3, 4, 4.5]);
  expect(queue.length).toBe(2);
});
