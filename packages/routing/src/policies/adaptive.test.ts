import { describe, expect, test } from "vitest";
import type { AdaptivePolicyOptions } from "../policy-options.ts";
import type { Upstream } from "../routing-table.ts";
import { completed, failed } from "../testing/outcomes.ts";
import { policyOf } from "../testing/policies.ts";
import { promptOf } from "../testing/prompts.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

const engine: Partial<Upstream> = { provider: "vllm" };

function benchOf(
  upstreams: Readonly<Record<string, Partial<Upstream>>>,
  options: Partial<AdaptivePolicyOptions> = {},
): RouteBench {
  const all = Object.entries(upstreams).map(([name, more]) => upstreamOf(name, more));
  return new RouteBench(tableOf(all, { policy: { ...policyOf("adaptive"), ...options } as AdaptivePolicyOptions }));
}

const shareOf = (turns: readonly string[], name: string): number =>
  turns.filter((turn) => turn === name).length / turns.length;

/** One request after the other, 10 a second, each answered with its upstream's TTFT. */
function run(bench: RouteBench, count: number, firstTokenMs: Readonly<Record<string, number>>): string[] {
  return Array.from({ length: count }, () => {
    bench.nowMs += 100;
    const name = bench.first();
    const ticket = bench.begin(name);
    bench.state.firstToken(ticket, bench.nowMs + (firstTokenMs[name] ?? 0));
    bench.state.end(ticket, completed(firstTokenMs[name]), bench.nowMs + (firstTokenMs[name] ?? 0), bench.random);
    return name;
  });
}

describe("adaptive", () => {
  test("goes by prompt tokens sent and not yet read: 10,000 here are worse than 4 requests of 100 there", () => {
    const bench = benchOf({ a: engine, b: engine });
    bench.begin("a", 10_000);
    for (let count = 0; count < 4; count++) bench.begin("b", 100);
    const { candidates, regime } = bench.plan();
    expect(candidates.map(({ name }) => name)).toEqual(["b", "a"]);
    expect(candidates[0]?.why).toMatch(
      /^cost \d+: \d+ ms to the first token, 50 of them waiting, [\d.]+ ms a token, 4 in flight, least of 2$/,
    );
    expect(regime).toBe("surge");
  });

  test("leaves one that others outran, whose own first tokens nobody saw", () => {
    const bench = benchOf({ a: engine, b: engine });
    run(bench, 40, { a: 100, b: 100 });
    const score = () => bench.plan().candidates.find(({ name }) => name === "a")?.score ?? 0;
    const before = score();
    for (let count = 0; count < 10; count++) {
      const ticket = bench.begin("a");
      bench.nowMs += 2_000;
      bench.end(ticket, { kind: "cancelled", durationMs: 2_000, outrunBy: "hedge" });
    }
    expect(score()).toBeGreaterThan(before + 100);
    expect(bench.first()).toBe("b");
    const slow = score();
    for (let count = 0; count < 10; count++) {
      const ticket = bench.begin("a");
      bench.end(ticket, { kind: "cancelled", durationMs: 1, outrunBy: "first" });
    }
    expect(score()).toBe(slow);
  });

  test("what has begun to reply is read, and only what it writes still counts", () => {
    const bench = benchOf({ a: engine, b: engine });
    const ticket = bench.begin("a", 10_000);
    bench.state.firstToken(ticket, bench.nowMs + 1_000);
    bench.begin("b", 1_000);
    bench.nowMs += 1_000;
    expect(bench.first()).toBe("a");
    expect(bench.plan().regime).toBe("latency");
  });

  test("leaves one whose oldest request waits for longer than its line explains", () => {
    const bench = benchOf({ a: engine, b: engine });
    bench.begin("a", 10);
    for (let count = 0; count < 8; count++) bench.begin("b", 10);
    expect(bench.first()).toBe("a");
    bench.state.firstToken(bench.begin("b", 10), bench.nowMs);
    bench.nowMs += 3_000;
    for (let count = 0; count < 8; count++) bench.end(bench.begin("b", 10));
    expect(bench.plan().candidates[0]?.name).toBeDefined();
    expect(bench.plan().candidates.find(({ name }) => name === "a")?.why).toContain("of them waiting");
  });

  test("starves one that becomes 10 times as slow without an error: at most 1 % of requests see it after 50", () => {
    const bench = benchOf({ a: engine, b: engine, c: engine });
    run(bench, 300, { a: 200, b: 200, c: 200 });
    run(bench, 50, { a: 2_000, b: 200, c: 200 });
    expect(shareOf(run(bench, 1_000, { a: 2_000, b: 200, c: 200 }), "a")).toBeLessThanOrEqual(0.012);
  });

  test("finds it again when it has recovered: a fifth of the requests within 5 minutes", () => {
    const bench = benchOf({ a: engine, b: engine, c: engine });
    run(bench, 1_000, { a: 2_000, b: 200, c: 200 });
    run(bench, 3_000, { a: 200, b: 200, c: 200 });
    expect(shareOf(run(bench, 300, { a: 200, b: 200, c: 200 }), "a")).toBeGreaterThan(0.2);
  });

  test.each([
    ["one of three engines", { a: engine, b: engine, c: engine }, "a"],
    ["one of two engines", { a: engine, b: engine }, "a"],
    ["two of four engines", { a: engine, b: engine, c: engine, d: engine }, "ab"],
    ["three of four engines", { a: engine, b: engine, c: engine, d: engine }, "abc"],
    ["the only engine, beside an API", { a: engine, b: { provider: "openai" as const } }, "a"],
  ])("looks again at %s that became twice as slow, and was left alone since", (_, upstreams, slow) => {
    const bench = benchOf(upstreams, { exploration: 0.5 });
    const names = Object.keys(upstreams);
    const reply = (name: string, firstTokenMs: number): void => {
      const ticket = bench.begin(name, 2_000);
      const sentMs = bench.nowMs;
      bench.nowMs += firstTokenMs;
      bench.state.firstToken(ticket, bench.nowMs);
      bench.end(ticket, completed(firstTokenMs, 2_000));
      bench.nowMs = sentMs + 50;
    };
    for (let count = 0; count < 20; count++) for (const name of names) reply(name, slow.includes(name) ? 530 : 265);
    for (let ms = 0; ms < 12_000; ms += 50) for (const name of names) if (!slow.includes(name)) reply(name, 265);
    const turns = Array.from({ length: 400 }, () => bench.plan({ inputTokens: 2_000 }).candidates[0]!);
    const looks = turns.filter(({ name, why }) => slow.includes(name) && why.endsWith("not seen for long"));
    expect(Math.abs(looks.length / turns.length - 0.5)).toBeLessThan(0.1);
  });

  test("sends no request away from its cached prompt only because another one, as quick, was not seen for long", () => {
    const bench = benchOf({ a: engine, b: engine });
    run(bench, 40, { a: 100, b: 100 });
    const prompt = promptOf(["system", "tools", "examples"]);
    const ask = { inputTokens: 192, prompt };
    bench.end(bench.state.begin(bench.indexOf("b"), 200, bench.nowMs, ask));
    const turns = Array.from({ length: 2_000 }, () => {
      bench.nowMs += 100;
      const { name } = bench.plan(ask).candidates[0]!;
      bench.end(bench.state.begin(bench.indexOf(name), 200, bench.nowMs, ask));
      return name;
    });
    expect(shareOf(turns, "b")).toBe(1);
  });

  test("takes a slow minute of all for no one's: equals share alike, 33 % ± 10 % each", () => {
    const bench = benchOf({ a: engine, b: engine, c: engine });
    run(bench, 300, { a: 200, b: 200, c: 200 });
    const turns = run(bench, 600, { a: 1_500, b: 1_500, c: 1_500 });
    for (const name of ["a", "b", "c"]) expect(Math.abs(shareOf(turns, name) - 1 / 3)).toBeLessThan(0.1);
  });

  test("hardly minds who writes 10 % slower, which its batch may do, and leaves who writes 3 times as slowly", () => {
    const leadOf = (slower: number): number => {
      const bench = benchOf({ quick: engine, usual: engine, slow: engine }, { exploration: 0 });
      for (const [name, perTokenMs] of [
        ["quick", 12],
        ["usual", 12],
        ["slow", 12 * slower],
      ] as const)
        for (let count = 0; count < 60; count++) {
          const ticket = bench.begin(name);
          bench.state.firstToken(ticket, bench.nowMs + 50);
          bench.state.end(ticket, completed(50, 100, 50, perTokenMs), bench.nowMs + 650, bench.random);
        }
      const { candidates } = bench.plan();
      const scoreOf = (wanted: string) => candidates.find(({ name }) => name === wanted)!.score;
      return scoreOf("slow") / scoreOf("usual") - 1;
    };
    expect(leadOf(1.1)).toBeLessThan(0.02);
    expect(leadOf(3)).toBeGreaterThan(0.5);
  });

  test("stays where most of the prompt is cached, and says how much", () => {
    const bench = benchOf({ a: engine, b: engine });
    const prompt = promptOf(["system", "tools", "examples"]);
    const index = bench.indexOf("b");
    bench.end(bench.state.begin(index, 200, bench.nowMs, { inputTokens: 192, prompt }));
    const again = promptOf(["system", "tools", "other"]);
    for (let count = 0; count < 20; count++) {
      const { candidates } = bench.plan({ inputTokens: 192, prompt: again });
      expect(candidates[0]).toMatchObject({ name: "b" });
      expect(candidates[0]?.why).toMatch(/67 % of the prompt cached, stays there$/);
    }
  });

  test("leaves it when another one would be more than `warm_within` better", () => {
    const bench = benchOf({ a: engine, b: engine }, { warmWithinMs: 1_000 });
    const prompt = promptOf(["system", "tools", "examples"]);
    bench.end(bench.state.begin(bench.indexOf("b"), 200, bench.nowMs, { inputTokens: 192, prompt }));
    bench.begin("b", 6_000);
    expect(bench.first({ inputTokens: 192, prompt })).toBe("b");
    bench.begin("b", 6_000);
    expect(bench.first({ inputTokens: 192, prompt })).toBe("a");
  });

  test("places a new prompt where the cache is emptier: 100,000 tokens in flight of 400,000 cost 250 ms", () => {
    const bench = benchOf({ full: engine, empty: engine });
    const tickets = [bench.state.begin(0, 100_000, bench.nowMs, { inputTokens: 1 })];
    bench.state.firstToken(tickets[0]!, bench.nowMs + 20);
    bench.begin("empty", 1_000);
    const { candidates } = bench.plan();
    expect(candidates.map(({ name }) => name)).toEqual(["empty", "full"]);
    expect(candidates[1]!.score - candidates[0]!.score).toBeGreaterThan(100);
  });

  test("counts a cached prompt as read: 192 tokens of which 128 are cached leave 64 waiting", () => {
    const bench = benchOf({ a: engine });
    bench.end(bench.state.begin(0, 128, bench.nowMs, { inputTokens: 128, prompt: promptOf(["system", "tools"]) }));
    bench.state.begin(0, 192, bench.nowMs, { inputTokens: 192, prompt: promptOf(["system", "tools", "new"]) });
    expect(bench.state.compiled(bench.table).states[0]?.waitingTokens).toBe(64);
  });

  test("uses a limit up before it spares it, and names what governs", () => {
    const bench = benchOf({ a: { ...engine, limits: { requestsPerMinute: 100 } }, b: engine });
    bench.begin("b", 2_000);
    bench.attempt("a", completed(15), 90);
    expect(bench.plan()).toMatchObject({ regime: "latency", candidates: [{ name: "a" }, { name: "b" }] });
    bench.attempt("a", completed(15), 9);
    expect(bench.plan()).toMatchObject({ regime: "quota", candidates: [{ name: "b" }, { name: "a" }] });
  });

  test("sets a price against time only when it is told to: 50 ms for as much again as the cheapest", () => {
    const price = {
      inputPerMillionTokens: 1,
      cachedInputPerMillionTokens: 1,
      cacheWritePerMillionTokens: 0,
      outputPerMillionTokens: 1,
    };
    const upstreams = {
      dear: { ...engine, price: { ...price, inputPerMillionTokens: 3, outputPerMillionTokens: 3 } },
      cheap: { ...engine, price },
    };
    const weighing = benchOf(upstreams, { priceWeightMs: 50 });
    weighing.begin("cheap", 400);
    expect(weighing.first()).toBe("cheap");
    weighing.begin("cheap", 800);
    expect(weighing.first()).toBe("dear");
    const blind = benchOf(upstreams);
    blind.begin("cheap", 400);
    expect(blind.first()).toBe("dear");
  });

  test("avoids one whose last requests failed, before its breaker opens", () => {
    const bench = benchOf({ a: engine, b: engine });
    bench.attempt("a", failed("status"), 2);
    bench.begin("b", 1_000);
    for (let count = 0; count < 20; count++) expect(bench.first()).toBe("b");
  });

  test("takes an API for what it showed, grown by what is in flight against its cap", () => {
    const bench = benchOf({ a: { provider: "openai", maxInFlight: 4 }, b: { provider: "anthropic" } });
    bench.attempt("a", completed(200), 20);
    bench.attempt("b", completed(300), 20);
    expect(bench.first()).toBe("a");
    for (let count = 0; count < 3; count++) bench.begin("a");
    expect(bench.first()).toBe("b");
  });

  test("reads prompts of replies that are not streamed away by time", () => {
    const bench = benchOf({ a: engine, b: engine });
    bench.state.begin(0, 8_000, bench.nowMs, { inputTokens: 8_000, stream: false });
    bench.begin("b", 2_000);
    expect(bench.first()).toBe("b");
    bench.nowMs += 900;
    expect(bench.plan().candidates.find(({ name }) => name === "a")?.why).toContain("100 of them waiting");
  });

  test("looks at 16 of 200, and keeps the others as fallbacks", () => {
    const bench = benchOf(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`u${index}`, engine])));
    const { candidates } = bench.plan();
    expect(candidates.length).toBe(200);
    expect(candidates.filter(({ why }) => why.startsWith("not among the 16 of 200")).length).toBe(184);
    const leaders = new Set(Array.from({ length: 200 }, () => bench.first()));
    expect(leaders.size).toBeGreaterThan(80);
  });
});
