import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promptOf } from "../testing/prompts.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { PrefixIndex } from "./prefix-index.ts";

const cached = (index: PrefixIndex, ...blocks: readonly string[]): number =>
  index.cachedTokens(promptOf(blocks).prefix());

describe("which prefixes an upstream has cached", () => {
  test("as many blocks as both prompts begin with: 2 of 3 are 128 tokens", () => {
    const index = new PrefixIndex(1_024);
    index.add(promptOf(["system", "tools", "question"]).prefix());
    expect(cached(index, "system", "tools", "another")).toBe(128);
    expect(cached(index, "system", "tools", "question", "answer")).toBe(192);
    expect(cached(index, "tools", "question")).toBe(0);
    expect(cached(index)).toBe(0);
  });

  test("lets the longest unused go, and of one prompt its end before its beginning", () => {
    const index = new PrefixIndex(64);
    index.add(promptOf(["old"]).prefix());
    for (let count = 0; count < 400; count++) index.add(promptOf(["shared", `own ${count}`]).prefix());
    expect(cached(index, "old")).toBe(0);
    expect(cached(index, "shared", "own 399")).toBe(128);
    expect(cached(index, "shared", "own 1")).toBe(64);
  });

  test("believes as much of what was sent last as replies have shown to be kept, and hopes for what was sent before", () => {
    const index = new PrefixIndex(8_192);
    const random = seededRandom(7);
    const lastUsed: string[] = [];
    const send = (name: string): void => {
      const prefix = promptOf(["system", ...Array.from({ length: 9 }, (_, at) => `${name} ${at}`)]).prefix();
      const recalled = index.recall(prefix);
      index.add(prefix);
      const place = lastUsed.indexOf(name);
      // A cache of 400 blocks: the system's, and 9 each of the 44 chats that were used last.
      if (place >= 0) index.learn(recalled, place < 44);
      if (place >= 0) lastUsed.splice(place, 1);
      lastUsed.unshift(name);
    };
    for (let count = 0; count < 2_000; count++) send(`chat ${count - Math.floor(80 * random())}`);
    expect(index.depth.blocks).toBeGreaterThan(300);
    expect(index.depth.blocks).toBeLessThan(530);
    const about = (name: string) => cached(index, "system", ...Array.from({ length: 9 }, (_, at) => `${name} ${at}`));
    send("kept");
    expect(about("kept")).toBe(640);
    for (let at = 0; at < 50; at++) send(`new ${at}`);
    expect(about("kept")).toBeLessThan(640);
    expect(about("kept")).toBeGreaterThan(64);
    for (let at = 0; at < 400; at++) send(`newer ${at}`);
    expect(about("kept")).toBeCloseTo(64, 3);
  });

  test("tells what others share from a prompt's own blocks, which were used before those", () => {
    const index = new PrefixIndex(1_024);
    index.add(promptOf(["system", "tools", "question", "answer"]).prefix());
    for (let count = 0; count < 100; count++) index.add(promptOf(["system", "tools", `own ${count}`]).prefix());
    const { tokens, laterTokens, depth } = index.recall(promptOf(["system", "tools", "question", "answer"]).prefix());
    expect([tokens, laterTokens]).toEqual([256, 128]);
    expect(depth).toBeGreaterThan(60);
  });

  test("is never larger than it was made, and always knows the prompt that was sent last", () => {
    const prompt = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(prompt, { minLength: 1, maxLength: 60 }), (prompts) => {
        const index = new PrefixIndex(64);
        for (const blocks of prompts) {
          const prefix = promptOf(blocks.map(String)).prefix();
          index.add(prefix);
          expect(index.cachedTokens(prefix)).toBe(blocks.length * 64);
        }
        expect(index.capacity).toBe(64);
      }),
    );
  });
});
