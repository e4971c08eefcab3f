import * as fc from "fast-check";
import { expect, test } from "vitest";
import { EventQueue } from "./event-queue.ts";

test("events come by time, those of one moment in the order in which they were planned", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 3_000 }), (times) => {
      const queue = new EventQueue();
      queue.expect(0);
      queue.expect(7);
      const rising = times.map((time, at) => (at % 3 === 0 ? time : Math.floor(at / 60)));
      // Of two of three the time only rises, as the clock does: those stand in a line.
      for (const [at, time] of rising.entries()) {
        if (at % 3 === 0) queue.plan(time, 1, at, 2 * at);
        else queue.planIn(at % 3 === 1 ? 0 : 7, time, 1, at, 2 * at);
      }
      const taken: [number, number][] = [];
      while (queue.length > 0) {
        queue.take();
        expect(queue.second).toBe(2 * queue.first);
        taken.push([queue.timeMs, queue.first]);
      }
      const planned = rising.map((time, at) => [at % 3 === 2 ? time + 7 : time, at] as const);
      expect(taken).toEqual(planned.toSorted((a, b) => a[0] - b[0]));
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
