import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signNames } from "@meridian/routing";
import { seededRandom } from "@meridian/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { heldOutScores, learnComplexity, lengthAlone } from "./learn-weights.ts";
import { readCsv, readRoutedPrompts, type RoutedPrompt } from "./routed-prompts.ts";
import { interval, shareOfGain } from "./share-of-gain.ts";

describe("the share of the gain", () => {
  const gains = [1, 1, 0, 0];
  const scored = (scores: readonly number[]) => gains.map((gain, index) => ({ gain, score: scores[index]! }));

  it("is what a perfect order gains, what chance gains, and what the worst does", () => {
    expect(shareOfGain(scored([4, 3, 2, 1]))).toBe(0.75);
    expect(shareOfGain(scored([0, 0, 0, 0]))).toBe(0.5);
    expect(shareOfGain(scored([1, 2, 3, 4]))).toBe(0.25);
  });

  it("has an interval that holds it", () => {
    const random = seededRandom(1);
    const values = Array.from({ length: 400 }, random);
    const [from, to] = interval(500, random, values.length, (draw) => {
      return draw.reduce((sum, index) => sum + values[index]!, 0) / draw.length;
    });
    expect(from).toBeGreaterThan(0.45);
    expect(to).toBeLessThan(0.55);
  });
});

describe("what is learnt", () => {
  /** Prompts of 10 subjects, whose gain goes with one sign. */
  const prompts = (sign: number): readonly RoutedPrompt[] => {
    const random = seededRandom(2);
    return Array.from({ length: 2_000 }, (_, index) => {
      const signs = signNames.map(() => random() * 4);
      const gain = random() * 4 < signs[sign]! ? 1 : 0;
      return { subject: index % 10, characters: Math.round(2 ** signs[0]!), signs, gain };
    });
  };
  const shareOf = (of: readonly RoutedPrompt[], scores: readonly number[]) =>
    shareOfGain(of.map(({ gain }, index) => ({ gain, score: scores[index]! })));

  it("is the sign that tells, also of subjects that were held out, and length alone is chance there", () => {
    const sign = signNames.indexOf("lines");
    const of = prompts(sign);
    const { weights, steps } = learnComplexity(of, signNames.length);
    expect(weights[sign]).toBeGreaterThan(0.5);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(shareOf(of, heldOutScores(of, signNames.length))).toBeGreaterThan(0.62);
    expect(
      Math.abs(
        shareOf(
          of,
          of.map(({ characters }) => characters),
        ) - 0.5,
      ),
    ).toBeLessThan(0.03);
    expect(lengthAlone(of).weights).toEqual([1]);
  });
});

describe("RouteLLM's files", () => {
  const folderWith = (text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), "routed-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "a.csv"), text);
    return folder;
  };

  it("are read with commas, quotes and lines in their prompts", () => {
    expect(readCsv('a,b\r\n"x, ""y""\nz",\n')).toEqual([
      ["a", "b"],
      ['x, "y"\nz', ""],
    ]);
    const folder = folderWith('prompt,cheap,strong\n"One,\ntwo?",False,True\nThree,True,False\nFour,True,True\n');
    const read = readRoutedPrompts(folder);
    expect(read.map(({ gain, characters }) => [gain, characters])).toEqual([
      [1, 9],
      [-1, 5],
      [0, 4],
    ]);
  });

  it.each([
    ["x,y,z\n", "does not begin with `prompt,CHEAP MODEL,STRONG MODEL`"],
    ["prompt,a,b\nOne,True,maybe\n", "Row 2 of a.csv does not say True or False"],
    ['prompt,a,b\n"One,True,True\n', "There is a quote out of place"],
  ])("that are none are refused: %j", (text, why) => {
    expect(() => readRoutedPrompts(folderWith(text))).toThrow(why);
  });
});
