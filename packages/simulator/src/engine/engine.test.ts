import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Engine } from "./engine.ts";
import type { EngineModel } from "./engine-model.ts";
import { enginePresets } from "./engine-presets.ts";

/** One step costs 10 ms + 1 per prefill token + 0.1 per decoding sequence + 0.01 per KV token read. */
const model: EngineModel = {
  baseMs: 10,
  perPrefillTokenMs: 1,
  perDecodeSequenceMs: 0.1,
  perKvTokenMs: 0.01,
  kvTokens: 1000,
  maxSequences: 8,
  maxBatchTokens: 100,
};

const step = (engine: Engine) => ({ ms: engine.beginStep() ?? Number.NaN, ...engine.endStep() });

/** Runs until the engine is idle: what each id gained, and in which simulated ms it gained its first token. */
function runToEnd(engine: Engine) {
  const tokens = new Map<number, number>();
  const firstTokenMs = new Map<number, number>();
  let nowMs = 0;
  for (let ms = engine.beginStep(); ms !== null; ms = engine.beginStep()) {
    nowMs += ms;
    for (const id of engine.endStep().tokens) {
      tokens.set(id, (tokens.get(id) ?? 0) + 1);
      if (!firstTokenMs.has(id)) firstTokenMs.set(id, nowMs);
    }
  }
  return { tokens, firstTokenMs, nowMs };
}

describe("one request", () => {
  test("its first token comes after base + prompt tokens, each later one after base + sequence + context", () => {
    const engine = new Engine(model);
    const id = engine.submit(50, 3);
    expect(step(engine)).toEqual({ ms: 60, tokens: [id], finished: [] });
    expect(step(engine)).toEqual({ ms: 10 + 0.1 + 0.5, tokens: [id], finished: [] });
    expect(step(engine)).toEqual({ ms: 10 + 0.1 + 0.51, tokens: [id], finished: [id] });
    expect(engine.beginStep()).toBeNull();
    expect(engine.load).toEqual({ running: 0, waiting: 0, kvUsage: 0, preemptions: 0 });
  });

  test("a prompt of 250 tokens is prefilled in three chunks of a batch of 100", () => {
    const engine = new Engine(model);
    const id = engine.submit(250, 1);
    const steps = [step(engine), step(engine), step(engine)];
    expect(steps.map(({ ms }) => ms)).toEqual([110, 110, 60]);
    expect(steps.map(({ tokens }) => tokens)).toEqual([[], [], [id]]);
  });

  test("one that could never fit into the KV cache is refused", () => {
    const engine = new Engine(model);
    expect(engine.submit(900, 101)).toBeNull();
    expect(engine.submit(900, 100)).toBe(1);
  });
});

describe("several requests", () => {
  test("decodes go first: a long prefill does not stop them", () => {
    const engine = new Engine(model);
    const decoding = engine.submit(10, 20);
    step(engine);
    engine.submit(300, 1);
    const { ms, tokens } = step(engine);
    expect(tokens).toEqual([decoding]);
    expect(ms).toBeCloseTo(10 + 99 + 0.1 + 0.1, 9);
  });

  test("first tokens come in the order of arrival", () => {
    const engine = new Engine(model);
    const ids = [engine.submit(80, 2), engine.submit(80, 2), engine.submit(10, 2)];
    const { firstTokenMs } = runToEnd(engine);
    expect([...firstTokenMs.keys()]).toEqual(ids);
  });

  test("the ninth waits while eight seats are taken", () => {
    const engine = new Engine(model);
    for (let n = 0; n < 9; n++) engine.submit(5, 5);
    engine.beginStep();
    expect(engine.load).toMatchObject({ running: 8, waiting: 1 });
  });

  test("a full KV cache preempts the newest, which is computed again and loses no token", () => {
    const engine = new Engine({ ...model, kvTokens: 100 });
    const older = engine.submit(40, 30);
    const newer = engine.submit(40, 30);
    const { tokens, nowMs } = runToEnd(engine);
    expect(engine.load).toMatchObject({ preemptions: 1, kvUsage: 0 });
    expect(tokens).toEqual(new Map([[older, 30], [newer, 30]])); // biome-ignore format: one line
    expect(nowMs).toBeGreaterThan(40 * 2 + 29 * 10 + 50);
  });

  test("a cancelled one leaves at once, also in the middle of a step, and frees its memory", () => {
    const engine = new Engine(model);
    const gone = engine.submit(50, 5) ?? 0;
    const stays = engine.submit(10, 1);
    engine.beginStep();
    engine.cancel(gone);
    expect(engine.endStep()).toEqual({ tokens: [stays], finished: [stays] });
    expect(engine.load).toMatchObject({ running: 0, kvUsage: 0 });
  });

  test("every request gets exactly its tokens, whatever the mix, and memory is never over-committed", () => {
    const job = fc.record({ prompt: fc.integer({ min: 1, max: 150 }), output: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.array(job, { maxLength: 30 }), fc.integer({ min: 200, max: 600 }), (jobs, kvTokens) => {
        const engine = new Engine({ ...model, kvTokens });
        const wanted = new Map(jobs.map(({ prompt, output }) => [engine.submit(prompt, output), output]));
        const got = new Map<number | null, number>();
        while (engine.beginStep() !== null) {
          expect(engine.load.kvUsage).toBeLessThanOrEqual(1);
          for (const id of engine.endStep().tokens) got.set(id, (got.get(id) ?? 0) + 1);
        }
        expect([...got].sort()).toEqual([...wanted].sort());
        expect(engine.load.kvUsage).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe("steps that are alike", () => {
  const jobs = fc.array(
    fc.record({ prompt: fc.integer({ min: 1, max: 150 }), output: fc.integer({ min: 1, max: 60 }) }),
    { minLength: 1, maxLength: 20 },
  );

  test("are skipped at once with the same result and the same time as one by one", () => {
    fc.assert(
      fc.property(jobs, fc.integer({ min: 210, max: 600 }), (requests, kvTokens) => {
        const run = (skipping: boolean) => {
          const engine = new Engine({ ...model, kvTokens });
          for (const { prompt, output } of requests) engine.submit(prompt, output);
          const events: [id: number, what: string, atMs: number][] = [];
          let nowMs = 0;
          let steps = 0;
          for (let ms = engine.beginStep(); ms !== null; ms = engine.beginStep()) {
            const alike = skipping ? engine.alike : 1;
            nowMs += skipping ? engine.msOf(alike) : ms;
            engine.skip(alike - 1);
            engine.applyStep();
            steps++;
            for (const id of engine.firstTokens) events.push([id, "first", Math.round(nowMs * 1e6)]);
            for (const id of engine.finished) events.push([id, "done", Math.round(nowMs * 1e6)]);
          }
          return { events, steps, load: engine.load };
        };
        const slow = run(false);
        const fast = run(true);
        expect(fast.events).toEqual(slow.events);
        expect(fast.load).toEqual(slow.load);
        expect(fast.steps).toBeLessThanOrEqual(slow.steps);
      }),
      { numRuns: 100 },
    );
  });

  test("40 tokens of two requests are two of them: until the first is done, and until the second is", () => {
    const engine = new Engine(model);
    engine.submit(10, 20);
    engine.submit(10, 40);
    step(engine);
    engine.beginStep();
    expect(engine.alike).toBe(19);
    engine.skip(18);
    engine.endStep();
    engine.beginStep();
    expect(engine.alike).toBe(20);
  });

  test("how many have ended is known at any time, and the last never has before it is applied", () => {
    const engine = new Engine(model);
    engine.submit(100, 50);
    step(engine);
    engine.beginStep();
    expect(engine.alike).toBe(49);
    for (let steps = 0; steps < 49; steps++) {
      expect(engine.endedWithin(engine.msOf(steps) + 1e-6)).toBe(steps);
      expect(engine.endedWithin(engine.msOf(steps + 1) - 1e-6)).toBe(steps);
    }
    expect(engine.endedWithin(1e9)).toBe(48);
  });
});

describe("a prefix cache of blocks of 10 tokens", () => {
  const cached = { ...model, kvTokens: 100 };
  const run = (engine: Engine, prompt: number, blocks: readonly number[], output = 1) => {
    engine.submit(prompt, output, blocks);
    const firstMs = engine.beginStep() ?? Number.NaN;
    engine.endStep();
    const [cachedTokens] = engine.firstCachedTokens;
    while (engine.finished.length === 0) {
      engine.beginStep();
      engine.endStep();
    }
    return { firstMs, cachedTokens };
  };

  test("a prompt that begins as an earlier one is prefilled from where it goes on", () => {
    const engine = new Engine(cached, undefined, 10);
    expect(run(engine, 35, [1, 2, 3])).toEqual({ firstMs: 45, cachedTokens: 0 });
    expect(run(engine, 35, [1, 2, 9])).toEqual({ firstMs: 25, cachedTokens: 20 });
  });

  test("the last token is computed always, for it brings the next", () => {
    const engine = new Engine(cached, undefined, 10);
    run(engine, 30, [1, 2, 3]);
    expect(run(engine, 30, [1, 2, 3]).cachedTokens).toBe(20);
  });

  test("the reply is kept too, all but its last token, for the next turn of a chat", () => {
    const engine = new Engine(cached, undefined, 10);
    run(engine, 15, [1, 2, 3], 16);
    expect(run(engine, 40, [1, 2, 3, 4]).cachedTokens).toBe(30);
  });

  test("sequences that run together hold what they share once", () => {
    const engine = new Engine(cached, undefined, 10);
    run(engine, 55, [1, 2, 3, 4, 5]);
    for (let n = 0; n < 3; n++) engine.submit(55, 9, [1, 2, 3, 4, 5]);
    engine.beginStep();
    expect(engine.load).toMatchObject({ running: 3, kvUsage: 0.65 });
  });

  test("room is made by forgetting the longest unused first, of one prompt its end", () => {
    const engine = new Engine(cached, undefined, 10);
    run(engine, 41, [1, 2, 3, 4]);
    run(engine, 31, [11, 12, 13]);
    // 70 of 100 tokens stay: 55 more take the place of three blocks, of the first prompt's end.
    run(engine, 55, []);
    expect(run(engine, 41, [1, 2, 3, 4]).cachedTokens).toBe(10);
  });

  test("gets every request its tokens and holds nothing in the end, whatever they share", () => {
    const job = fc.record({
      group: fc.integer({ min: 0, max: 3 }),
      prompt: fc.integer({ min: 1, max: 90 }),
      output: fc.integer({ min: 1, max: 40 }),
      cancelled: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(job, { maxLength: 30 }), fc.integer({ min: 130, max: 400 }), (jobs, kvTokens) => {
        const engine = new Engine({ ...model, kvTokens }, undefined, 10);
        const ids = jobs.map(({ prompt, output, group }) =>
          engine.submit(
            prompt,
            output,
            Array.from({ length: 13 }, (_, at) => group * 100 + at),
          ),
        );
        const got = new Map<number | null, number>();
        let left = false;
        while (engine.beginStep() !== null) {
          expect(engine.load.kvUsage).toBeLessThanOrEqual(1);
          if (!left) jobs.forEach(({ cancelled }, at) => cancelled && engine.cancel(ids[at] ?? 0));
          left = true;
          for (const id of engine.endStep().tokens) got.set(id, (got.get(id) ?? 0) + 1);
        }
        const wanted = jobs.flatMap(({ cancelled, output }, at) => (cancelled ? [] : [[ids[at] ?? 0, output]]));
        expect([...got].sort()).toEqual(wanted.sort());
        expect(engine.load).toMatchObject({ running: 0, waiting: 0, kvUsage: 0 });
      }),
      { numRuns: 100 },
    );
  });
});

describe("presets", () => {
  test("Llama-3.1-8B on an H100 needs 7 ms a token alone and 8.6 ms with 64 others (guidellm measured 7.0 and 8.7)", () => {
    const perTokenMs = (sequences: number) => {
      const engine = new Engine(enginePresets["llama-3.1-8b-h100"]);
      for (let n = 0; n < sequences; n++) engine.submit(128, 128);
      const { nowMs, firstTokenMs } = runToEnd(engine);
      return (nowMs - Math.max(...firstTokenMs.values())) / 127;
    };
    expect(perTokenMs(1)).toBeCloseTo(6.9, 0);
    expect(perTokenMs(64)).toBeGreaterThan(8.4);
    expect(perTokenMs(64)).toBeLessThan(8.8);
  });

  test("jitter of 10 % moves a step by at most 10 %", () => {
    const engine = new Engine(model, () => 1.1);
    engine.submit(50, 1);
    expect(engine.beginStep()).toBeCloseTo(66);
  });
});
