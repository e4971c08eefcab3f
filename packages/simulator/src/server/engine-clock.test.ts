import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Engine } from "../engine/engine.ts";
import { EngineClock } from "./engine-clock.ts";

const model = { perDecodeSequenceMs: 0, perKvTokenMs: 0, kvTokens: 1000, maxSequences: 8, maxBatchTokens: 100 };

/** 10 ms a step and 1 ms a prompt token, in real time times `factor`. */
function clockOf(factor = 1) {
  const clock = new EngineClock(
    new Engine({ ...model, baseMs: 10, perPrefillTokenMs: 1 }, undefined, 20),
    () => factor,
  );
  const told: [atMs: number, tokens: number, finished: boolean][] = [];
  const submit = (prompt: number, output: number) =>
    clock.submit(prompt, output, [], (tokens, finished) =>
      told.push([Math.round(performance.now()), tokens, finished]),
    );
  return { clock, told, submit };
}

beforeEach(() => vi.useFakeTimers({ now: 0, toFake: ["setTimeout", "clearTimeout", "setImmediate", "performance"] }));
afterEach(() => vi.useRealTimers());

test("tokens come when the model says: a prompt of 20 after 30 ms, then one each 10 ms", async () => {
  const { told, submit } = clockOf();
  submit(20, 3);
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual([[30, 1, false], [40, 1, false], [50, 1, true]]); // biome-ignore format: one line
});

test("a factor of 8 makes it eight times slower", async () => {
  const { told, submit } = clockOf(8);
  submit(20, 2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toEqual([[240, 1, false], [320, 1, true]]); // biome-ignore format: one line
});

test("steps that fall due together are told together", async () => {
  const { told, submit } = clockOf(0.01);
  submit(20, 9);
  await vi.advanceTimersByTimeAsync(10);
  expect(told.length).toBeLessThan(4);
  expect(told.reduce((sum, [, tokens]) => sum + tokens, 0)).toBe(9);
});

test("a factor of 0 answers within one turn of the event loop", async () => {
  const { told, submit } = clockOf(0);
  submit(20, 50);
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([[0, 50, true]]);
});

test("a cancelled request is told nothing more, and the next one starts a sleeping engine again", async () => {
  const { clock, told, submit } = clockOf();
  clock.cancel(submit(20, 3) ?? 0);
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual([]);
  submit(20, 1);
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual([[130, 1, true]]);
});

test("what is cached is not computed again: with 80 of 100 tokens of a prompt, its first token comes after 30 ms for 110", async () => {
  const { told, clock } = clockOf();
  const blocks = [1, 2, 3, 4, 5];
  const ask = () =>
    clock.submit(100, 1, blocks, (_, __, cached) => told.push([Math.round(performance.now()), cached, true]));
  ask();
  await vi.advanceTimersByTimeAsync(200);
  ask();
  await vi.advanceTimersByTimeAsync(200);
  expect(told).toEqual([[110, 0, true], [230, 80, true]]); // biome-ignore format: one line
});
