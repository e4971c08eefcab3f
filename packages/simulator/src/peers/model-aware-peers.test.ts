import { describe, expect, test } from "vitest";
import { enginePresets } from "../engine/engine-presets.ts";
import { simulatedUpstream } from "../simulation/simulated-upstream.ts";
import { PeerBench } from "../testing/peer-bench.ts";
import { cacheAware } from "./cache-aware.ts";
import { liteLlmLatency } from "./litellm-latency.ts";
import { liteLlmUsage } from "./litellm-usage.ts";
import { prequal } from "./prequal.ts";
import { selectivePushing } from "./selective-pushing.ts";
import { stickyUntilSaturated } from "./sticky-until-saturated.ts";
import { weightedScorers } from "./weighted-scorers.ts";

const model = enginePresets["llama-3-8b-a100"];
/** 20 blocks of 16 tokens: a prompt of 320 that others may begin as well. */
const blocks = Array.from({ length: 20 }, (_, at) => at);
const shared = { promptTokens: 320, blocks };

describe("Prequal", () => {
  /** Enough probes for the pool to hold an answer of each. */
  const probed = (loads: readonly number[]) => {
    const bench = new PeerBench(prequal, loads.length);
    for (const [at, running] of loads.entries()) bench.loads[at] = { running, waiting: 0, kvUsage: 0 };
    for (let warmUp = 0; warmUp < 10; warmUp++) {
      bench.end(bench.send());
      bench.wait(1);
    }
    return bench;
  };

  test("above the 0.84 quantile of requests in flight an answer is hot, and not taken while others are cold", () => {
    const bench = probed([5, 5, 5, 200, 5, 5, 5, 5, 5, 5]);
    const taken = Array.from({ length: 50 }, () => {
      bench.wait(1);
      return bench.send().upstream;
    });
    expect(taken).not.toContain(3);
  });

  test("answers older than 1 s are not used: without two fresh ones it takes any", () => {
    const bench = probed([50, 0, 50, 50]);
    bench.wait(1_001);
    const taken = Array.from({ length: 40 }, () => {
      bench.wait(1_001);
      return bench.send().upstream;
    });
    expect(new Set(taken).size).toBe(4);
  });

  test("among the cold, the least latency at that load", () => {
    const bench = new PeerBench(prequal, 2);
    for (let times = 0; times < 60; times++) {
      const request = bench.send();
      bench.wait(request.upstream === 0 ? 900 : 50);
      bench.end(request);
    }
    const taken = Array.from({ length: 20 }, () => {
      const request = bench.send();
      bench.wait(1);
      bench.router.onEnd(request, bench.nowMs);
      return request.upstream;
    });
    expect(taken.filter((upstream) => upstream === 1).length).toBeGreaterThan(15);
  });
});

describe("SGLang's cache_aware", () => {
  test("more than half of the prompt known: goes there; else to the smallest tree", () => {
    const bench = new PeerBench(cacheAware, 3);
    const first = bench.send(shared).upstream;
    expect(bench.where(5, shared)).toEqual(Array.from({ length: 5 }, () => first));
    const half = {
      promptTokens: 320,
      blocks: [...blocks.slice(0, 10), ...Array.from({ length: 10 }, (_, at) => 100 + at)],
    };
    expect(bench.send(half).upstream).not.toBe(first);
  });

  test("more than 32 requests and 1.1 times apart: the shortest queue, whatever is cached", () => {
    const bench = new PeerBench(cacheAware, 2);
    const first = bench.send(shared).upstream;
    expect(bench.where(32, shared).every((upstream) => upstream === first)).toBe(true);
    expect(bench.send(shared).upstream).toBe(1 - first);
  });
});

describe("llm-d's weighted scorers", () => {
  const scorers = weightedScorers({ prefix: 3, queue: 2, kv: 2, precise: false });

  test("a known prefix of weight 3 outweighs a KV cache that is full, not a queue and a full cache", () => {
    const bench = new PeerBench(scorers, 2);
    const first = bench.send(shared).upstream;
    bench.loads[first] = { running: 9, waiting: 0, kvUsage: 1 };
    bench.wait(200);
    expect(bench.send(shared).upstream).toBe(first);
    bench.loads[first] = { running: 9, waiting: 5, kvUsage: 1 };
    bench.wait(200);
    expect(bench.send(shared).upstream).toBe(1 - first);
  });

  test("knows prefixes also in blocks that its 4,096 matched tokens are no multiple of", () => {
    const bench = new PeerBench(scorers, 4, { blockTokens: 80 });
    const long = { promptTokens: 7_200, blocks: Array.from({ length: 90 }, (_, at) => at) };
    const first = bench.send(long).upstream;
    expect(bench.where(10, long)).toEqual(Array.from({ length: 10 }, () => first));
  });

  test("sees queues only as they were at the last scrape, up to 200 ms ago", () => {
    const bench = new PeerBench(weightedScorers({ prefix: 0, queue: 1, kv: 0, precise: false }), 2);
    bench.wait(200);
    bench.loads[0] = { running: 1, waiting: 9, kvUsage: 0 };
    expect(new Set(bench.where(30)).size).toBe(2);
    bench.wait(200);
    expect(new Set(bench.where(30))).toEqual(new Set([1]));
  });
});

describe("sticky until saturated", () => {
  test("stays where at least 0.8 of the prompt is, until that would take 18 s longer than elsewhere", () => {
    const bench = new PeerBench(stickyUntilSaturated, 2);
    const first = bench.send(shared);
    bench.firstToken(first);
    expect(bench.send(shared).upstream).toBe(first.upstream);
    // 300,000 tokens of other prompts wait there: some 22 s.
    const others: number[] = [];
    while (others.length < 60) others.push(bench.send({ promptTokens: 5_000 }).upstream);
    for (const upstream of [0, 1]) expect(others.filter((one) => one === upstream).length).toBeGreaterThan(25);
    expect(bench.send(shared).upstream).toBe(first.upstream);
    const busy = new PeerBench(stickyUntilSaturated, 2);
    const warm = busy.send({ promptTokens: 300_000, blocks: Array.from({ length: 18_750 }, (_, at) => at) }).upstream;
    expect(busy.send({ promptTokens: 32, blocks: [0, 1] }).upstream).toBe(1 - warm);
  });

  test("without a known prefix takes the fewest tokens that wait to be prefilled", () => {
    const bench = new PeerBench(stickyUntilSaturated, 2);
    const first = bench.send({ promptTokens: 900 }).upstream;
    expect(bench.where(4, { promptTokens: 200 })).toEqual(Array.from({ length: 4 }, () => 1 - first));
  });
});

describe("LiteLLM's latency-based routing", () => {
  const answer = (bench: PeerBench, firstTokenMs: number, outputTokens: number) => {
    const request = bench.send({ outputTokens });
    bench.wait(firstTokenMs);
    bench.end(request);
    return request.upstream;
  };

  test("tries an unused one first, then stays with the lowest TTFT a token, however much is in flight", () => {
    const bench = new PeerBench(liteLlmLatency, 2);
    const first = answer(bench, 100, 100);
    expect(answer(bench, 500, 100)).toBe(1 - first);
    expect(new Set(bench.where(50))).toEqual(new Set([first]));
  });

  test("long replies make an upstream look fast", () => {
    const bench = new PeerBench(liteLlmLatency, 2);
    const slow = answer(bench, 800, 1_000);
    answer(bench, 100, 10);
    expect(bench.send().upstream).toBe(slow);
  });

  test("an upstream that answers 429 is left alone for 5 s", () => {
    const bench = new PeerBench(liteLlmLatency, 2);
    const limited = bench.send();
    bench.fail(limited, "rate_limited");
    expect(new Set(bench.where(9))).toEqual(new Set([1 - limited.upstream]));
  });
});

describe("LiteLLM's usage-based routing", () => {
  test("the fewest tokens of this minute, which count when replies end", () => {
    const bench = new PeerBench(liteLlmUsage, 2);
    const first = bench.send();
    bench.end(first);
    expect(new Set(bench.where(9))).toEqual(new Set([1 - first.upstream]));
    bench.wait(60_000);
    expect(new Set(bench.where(30)).size).toBe(2);
  });

  test("what has reached its requests a minute is left out, and the next priority is asked", () => {
    const quota = { requestsPerMinute: 3, tokensPerMinute: null };
    const fleet = [simulatedUpstream("premium", model, { quota }), simulatedUpstream("cheap", model, { priority: 2 })];
    expect(new PeerBench(liteLlmUsage, fleet).where(5)).toEqual([0, 0, 0, 1, 1]);
  });
});

describe("SkyLB's selective pushing", () => {
  const fleet = ["us-east", "us-east", "eu-central"].map((region, at) =>
    simulatedUpstream(`u${at}`, model, { region }),
  );
  const east = (held: (gateway: number) => number = () => 0) =>
    new PeerBench(selectivePushing, fleet, { regions: ["us-east", "eu-central"], gatewayRoundTripMs: [0, 90], held });
  const waiting = { running: 9, waiting: 1, kvUsage: 0 };

  test("only replicas of its own region, none that had requests waiting at the last probe", () => {
    const bench = east();
    bench.loads[0] = waiting;
    bench.wait(100);
    expect(bench.where(3)).toEqual([1, 1, 1]);
  });

  test("when none of its own is free, another region's balancer takes over whose queue is no longer than its own", () => {
    const bench = east();
    bench.loads[0] = bench.loads[1] = waiting;
    bench.wait(100);
    expect(bench.send().upstream).toBe(-4);
    expect(bench.send({ passedOn: true }).upstream).toBe(-1);
  });

  test("nobody free anywhere, or a longer queue there: it is held", () => {
    const busy = east();
    busy.loads[0] = busy.loads[1] = busy.loads[2] = waiting;
    busy.wait(100);
    expect(busy.send().upstream).toBe(-1);
    const queued = east((gateway) => (gateway === 1 ? 5 : 2));
    queued.loads[0] = queued.loads[1] = waiting;
    queued.wait(100);
    expect(queued.send().upstream).toBe(-1);
  });
});
