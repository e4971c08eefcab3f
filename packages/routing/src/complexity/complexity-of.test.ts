import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.ts";
import { complexityOf } from "./complexity-of.ts";
import { type LearntComplexity, PromptSigns, signNames } from "./prompt-signs.ts";

const whole = (bytes: Uint8Array) => [{ start: 0, end: bytes.length }];
const encoded = (text: string) => new TextEncoder().encode(text);
const signsOf = (text: string) => {
  const bytes = encoded(JSON.stringify(text));
  const signs = new PromptSigns();
  signs.read(bytes, whole(bytes));
  return Object.fromEntries(signNames.map((name, index) => [name, signs.numbers[index]!]));
};
/** Scores by this sign alone, from 0 to this much. */
const by = (sign: (typeof signNames)[number], most: number): LearntComplexity => ({
  weights: signNames.map((name) => (name === sign ? 1 : 0)),
  steps: [0, most],
});

describe("the signs of a prompt", () => {
  it("are counted over text as it stands in JSON", () => {
    const signs = signsOf("Which of the following is TRUE?\n\nI. 2 + 2 = 4\nII. f(x) calculates\tx");
    expect(signs["lines"]).toBe(Math.log2(1 + 3));
    expect(signs["enumerations"]).toBe(Math.log2(1 + 2));
    expect(signs["question words"]).toBe(Math.log2(1 + 1));
    expect(signs["long words"]).toBe(2 / (1 + 15));
    expect(signs["length"]).toBe(Math.log2(1 + 69 + 4));
    for (const name of ["digits", "capitals", "symbols of mathematics", "symbols of code", "stops"] as const)
      expect([name, signs[name]! > 0]).toEqual([name, true]);
    expect(signs["other scripts"]! > signsOf("x")["other scripts"]!).toBe(false);
    expect(signsOf("漢字")["other scripts"]).toBeGreaterThan(0.5);
  });

  it("are looked for in the first and the last 8 KB of a long prompt, however it is divided", () => {
    const part = "why ".repeat(2_048);
    const body = encoded(`${part}${"how ".repeat(50_000)}${part}`);
    const signs = new PromptSigns();
    const asked = (ranges: readonly { readonly start: number; readonly end: number }[]) => {
      signs.read(body, ranges);
      return signs.numbers[signNames.indexOf("question words")];
    };
    expect(asked(whole(body))).toBe(Math.log2(1 + 4_096));
    expect(
      asked([
        { start: 0, end: 4_000 },
        { start: 4_000, end: 100_000 },
        { start: 100_000, end: body.length },
      ]),
    ).toBe(Math.log2(1 + 4_096));
    expect(asked([{ start: 0, end: 12_000 }])).toBe(Math.log2(1 + 3_000));
  });
});

describe("how hard a prompt looks", () => {
  const ofSize = (bytes: number) => complexityOf(new Uint8Array(bytes), [{ start: 0, end: bytes }]);

  it("rises with its length, from 0 to 1", () => {
    const scores = [0, 100, 200, 400, 800, 1_600, 3_200, 100_000].map(ofSize);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect([scores[0], scores.at(-1)]).toEqual([0, 1]);
  });

  it("is where it stands among the prompts that were learnt from", () => {
    const learnt = by("lines", 4);
    const text = (lines: number) => encoded(JSON.stringify("\n".repeat(lines)));
    expect([0, 1, 3, 15, 63].map((lines) => complexityOf(text(lines), whole(text(lines)), learnt))).toEqual([
      0, 0.25, 0.5, 1, 1,
    ]);
  });

  it("is a number from 0 to 1 of any bytes", () => {
    const random = seededRandom(3);
    for (let turn = 0; turn < 300; turn++) {
      const bytes = Uint8Array.from({ length: Math.floor(random() * 3_000) }, () => Math.floor(random() * 256));
      for (const sign of signNames) {
        const score = complexityOf(bytes, whole(bytes), by(sign, 10));
        expect(score >= 0 && score <= 1).toBe(true);
      }
    }
  });
});
