import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promptOf } from "../testing/prompts.ts";
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
