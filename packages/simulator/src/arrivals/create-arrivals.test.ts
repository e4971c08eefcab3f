import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createArrivals } from "./create-arrivals.ts";
import { promptText } from "./prompt-text.ts";
import { quantileAt } from "./quantiles.ts";
import { azureConversation } from "./trace-fit.ts";

const next = createArrivals(7, azureConversation);
const hour = Array.from({ length: 60_000 }, next);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const at = (values: number[], share: number) => values.toSorted((a, b) => a - b)[Math.floor(share * values.length)];

/** How far from the trace's own figure, in percent. */
const offBy = (actual: number | undefined, wanted: number) =>
  (100 * Math.abs((actual ?? Number.NaN) - wanted)) / wanted;

describe("60,000 arrivals have the statistics of Azure's conversation trace", () => {
  test("5.53 a second, with gaps of variation 1.09", () => {
    const gaps = hour.map(({ gapMs }) => gapMs);
    const meanMs = mean(gaps);
    expect(offBy(1000 / meanMs, 5.53)).toBeLessThan(2);
    expect(offBy(Math.sqrt(mean(gaps.map((gap) => (gap - meanMs) ** 2))) / meanMs, 1.09)).toBeLessThan(3);
  });

  test("prompts of mean 1155, p50 1020, p90 2735, p99 4142 tokens", () => {
    const tokens = hour.map(({ promptTokens }) => promptTokens);
    expect(offBy(mean(tokens), 1155)).toBeLessThan(3);
    expect(offBy(at(tokens, 0.5), 1020)).toBeLessThan(2);
    expect(offBy(at(tokens, 0.9), 2735)).toBeLessThan(4);
    expect(offBy(at(tokens, 0.99), 4142)).toBeLessThan(2);
  });

  test("replies of mean 211, p50 129, p90 424, p99 601 tokens", () => {
    const tokens = hour.map(({ outputTokens }) => outputTokens);
    expect(offBy(mean(tokens), 211)).toBeLessThan(4);
    expect(offBy(at(tokens, 0.5), 129)).toBeLessThan(2);
    expect(offBy(at(tokens, 0.9), 424)).toBeLessThan(2);
    expect(offBy(at(tokens, 0.99), 601)).toBeLessThan(4);
  });
});

test("the same seed gives the same traffic, another seed other traffic", () => {
  const take = (seed: number) => {
    const arrival = createArrivals(seed, azureConversation);
    return [arrival(), arrival(), arrival()];
  };
  expect(take(1)).toEqual(take(1));
  expect(take(1)).not.toEqual(take(2));
});

test("quantiles are interpolated: halfway between (0, 10) and (1, 20) is 15", () => {
  expect([0, 0.5, 1].map((share) => quantileAt([[0, 10], [1, 20]], share))).toEqual([10, 15, 20]); // biome-ignore format: one line
});

test("a prompt of n tokens has 4·n characters", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), (tokens) => {
      expect(promptText(tokens, () => 0.5)).toHaveLength(tokens * 4);
    }),
  );
});
