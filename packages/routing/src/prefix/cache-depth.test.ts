import { describe, expect, test } from "vitest";
import { seededRandom } from "../testing/seeded-random.ts";
import { CacheDepth, FleetDepth } from "./cache-depth.ts";

/** What a cache of `size` blocks shows of blocks of all depths up to four times as deep. */
function observe(depth: CacheDepth, size: number, times: number, random = seededRandom(3)): void {
  for (let count = 0; count < times; count++) {
    const at = 4 * size * random();
    depth.learn(at, at < size);
  }
}

describe("how many blocks a cache keeps", () => {
  test("is learnt within 10 % from 100 observations, from however far off, and stays", () => {
    for (const size of [100, 560, 6_000]) {
      const depth = new CacheDepth(8_192);
      observe(depth, size, 100);
      expect(depth.blocks / size).toBeGreaterThan(0.9);
      expect(depth.blocks / size).toBeLessThan(1.1);
      const before = depth.blocks;
      observe(depth, size, 20, seededRandom(4));
      expect(Math.abs(depth.blocks / before - 1)).toBeLessThan(0.1);
    }
  });

  test("is taken from its fleet before it has shown anything, and is its own once it has: a quarter as much, after 100", () => {
    const fleet = new FleetDepth(8_192);
    const alike = Array.from({ length: 4 }, () => new CacheDepth(8_192, fleet));
    for (const [at, depth] of alike.entries()) observe(depth, 560, 50, seededRandom(at));
    const other = new CacheDepth(8_192, fleet);
    expect(Math.abs(other.blocks / 560 - 1)).toBeLessThan(0.1);
    for (let count = 0; count < 100; count++) {
      observe(other, 140, 1, seededRandom(count));
      for (const [at, depth] of alike.entries()) observe(depth, 560, 1, seededRandom(1_000 * at + count));
    }
    expect(Math.abs(other.blocks / 140 - 1)).toBeLessThan(0.3);
    for (const depth of alike) expect(Math.abs(depth.blocks / 560 - 1)).toBeLessThan(0.15);
  });

  test("is never more than it was made for, nor moved further than what was seen", () => {
    const depth = new CacheDepth(1_024);
    for (let count = 0; count < 50; count++) depth.learn(4_000, true);
    expect(depth.blocks).toBe(1_024);
    depth.learn(600, false);
    expect(depth.blocks).toBeGreaterThan(500);
  });
});
