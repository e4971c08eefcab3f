import { describe, expect, test } from "vitest";
import { enginePresets } from "../engine/engine-presets.ts";
import { simulatedUpstream } from "../simulation/simulated-upstream.ts";
import { PeerBench } from "../testing/peer-bench.ts";
import { leastConnections } from "./least-connections.ts";
import { peakEwma } from "./peak-ewma.ts";
import { randomPick } from "./random.ts";
import { roundRobin } from "./round-robin.ts";
import { twoChoices } from "./two-choices.ts";

describe("round robin", () => {
  test("goes round", () => {
    expect(new PeerBench(roundRobin, 3).where(7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  test("a request that failed goes to one that it has not tried, of the next priority when there is no other", () => {
    const model = enginePresets["llama-3-8b-a100"];
    const bench = new PeerBench(roundRobin, [
      simulatedUpstream("first", model),
      simulatedUpstream("fallback", model, { priority: 2 }),
    ]);
    expect(bench.where(2)).toEqual([0, 0]);
    expect(bench.send({ tried: [0] }).upstream).toBe(1);
  });
});

test("random takes each as often, within chance", () => {
  const taken = new PeerBench(randomPick, 4).where(4_000);
  for (const upstream of [0, 1, 2, 3]) {
    const share = taken.filter((one) => one === upstream).length / taken.length;
    expect(share).toBeGreaterThan(0.22);
    expect(share).toBeLessThan(0.28);
  }
});

describe("nginx's least_conn", () => {
  test("takes the fewest in flight, equals in turn", () => {
    const bench = new PeerBench(leastConnections, 3);
    const [first] = [bench.send(), bench.send(), bench.send()];
    bench.end(first);
    expect(bench.send().upstream).toBe(first.upstream);
  });

  test("leaves a failed one alone for 10 s after one failure", () => {
    const bench = new PeerBench(leastConnections, 2);
    const failed = bench.send();
    bench.fail(failed, "connect");
    expect(new Set(bench.where(5))).toEqual(new Set([1 - failed.upstream]));
    bench.wait(10_000);
    expect(bench.send().upstream).toBe(failed.upstream);
  });
});

test("two choices never takes the fullest of two, and stays nearly even where random does not", () => {
  const spread = (factory: typeof twoChoices) => {
    const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (const upstream of new PeerBench(factory, 10).where(1_000)) counts[upstream]! += 1;
    return Math.max(...counts) - Math.min(...counts);
  };
  expect(spread(twoChoices)).toBeLessThan(8);
  expect(spread(randomPick)).toBeGreaterThan(12);
});

describe("peak EWMA", () => {
  /** One request each whose first token takes that long. */
  const warmedUp = (...firstTokenMs: number[]) => {
    const bench = new PeerBench(peakEwma, firstTokenMs.length);
    const seen = new Set<number>();
    while (seen.size < firstTokenMs.length) {
      const request = bench.send();
      if (!seen.has(request.upstream)) {
        bench.nowMs = request.sentAtMs + firstTokenMs[request.upstream]!;
        bench.firstToken(request);
        seen.add(request.upstream);
      }
      bench.end(request);
    }
    return bench;
  };

  const shareOf = (taken: readonly number[], upstream: number) =>
    taken.filter((one) => one === upstream).length / taken.length;

  test("a slow answer counts at once, a fast one after it by the time that has passed", () => {
    // By chance both draws are the slow one a quarter of the time.
    expect(shareOf(warmedUp(100, 2_000).where(400), 1)).toBeLessThan(0.31);
    const later = warmedUp(100, 2_000);
    for (let seen = 0; seen < 10; ) {
      later.wait(5_000);
      const request = later.send();
      later.wait(100);
      later.end(request);
      if (request.upstream === 1) seen++;
    }
    expect(shareOf(later.where(400), 1)).toBeGreaterThan(0.34);
  });

  test("load is the average times requests in flight and one", () => {
    const bench = warmedUp(300, 100);
    const share = shareOf(bench.where(400), 1);
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(0.8);
  });
});
