import { describe, expect, test } from "vitest";
import { policyOf } from "../testing/policies.ts";
import { promptOf } from "../testing/prompts.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";
import { hearPrompts } from "./hear-prompts.ts";
import { PeerLoads } from "./peer-loads.ts";
import { SentPrompts } from "./sent-prompts.ts";

const engines = [upstreamOf("a", { provider: "vllm" }), upstreamOf("b", { provider: "vllm" })];

/** Two gateways before the same two engines, and what the second one hears of others. */
function twoGateways(policy: "adaptive" | "queue") {
  const table = tableOf(engines, { policy: policyOf(policy) });
  const [one, two] = [new RouteBench(table), new RouteBench(table)];
  const heard = new PeerLoads();
  const tell = (gateway = "one"): void => {
    const loads = [...one.state.upstreams()].map((state) => state.load(one.nowMs));
    heard.hear(gateway, loads, two.nowMs);
    heard.settle(two.state.upstreams(), two.nowMs);
  };
  const leads = (): readonly string[] => Array.from({ length: 20 }, () => two.first());
  return { one, two, heard, tell, leads };
}

describe("gateways that see each other", () => {
  test.each(["adaptive", "queue"] as const)(
    "under `%s` leave an engine to whoever loads it, until it is idle again",
    (policy) => {
      const { one, two, tell, leads } = twoGateways(policy);
      const tickets = Array.from({ length: 5 }, () => one.begin("a", 4_000));
      expect(leads()).toContain("a");
      tell();
      expect(leads()).not.toContain("a");
      expect(two.view("a").inFlight).toBe(0);
      for (const ticket of tickets) one.end(ticket);
      tell();
      expect(leads()).toContain("a");
    },
  );

  test("say in words what is not their own", () => {
    const { one, two, tell } = twoGateways("adaptive");
    for (let count = 0; count < 3; count++) one.begin("a", 400);
    tell();
    const why = (bench: RouteBench) => bench.plan().candidates.find(({ name }) => name === "a")?.why;
    expect(why(two)).toContain("0 in flight and 3 of others");
    expect(why(one)).toContain("3 in flight");
  });

  test("forget what they heard 2 s ago: a gateway that is gone loads nothing", () => {
    const { one, two, heard, tell, leads } = twoGateways("adaptive");
    one.begin("a", 8_000);
    tell();
    two.nowMs += 1_900;
    expect(leads()).not.toContain("a");
    two.nowMs += 200;
    expect(leads()).toContain("a");
    heard.settle(two.state.upstreams(), two.nowMs);
    expect(heard.gateways).toBe(0);
  });

  test("see by ages, not by each other's clocks, how long an engine keeps a request waiting", () => {
    const { one, two, tell, leads } = twoGateways("adaptive");
    two.nowMs += 3_600_000;
    one.begin("a", 1);
    one.nowMs += 5_000;
    tell();
    expect(leads()).not.toContain("a");
  });

  test("add up what several say, listen to 64 at the most, and count those beyond until they are silent for 2 s", () => {
    const { one, two, heard, tell } = twoGateways("queue");
    one.begin("a", 100);
    for (let count = 0; count < 70; count++) tell(`gateway ${count}`);
    expect(heard.gateways).toBe(64);
    const why = two.plan().candidates.find(({ name }) => name === "a")?.why;
    expect(why).toBe("6400 tokens outstanding in 64 in flight, 64 of them other gateways'");
    expect(heard.unheard).toBe(6);
    for (let count = 0; count < 2_000; count++) tell(`one more ${count}`);
    expect(heard.unheard).toBe(1_024);
    two.nowMs += 2_000;
    heard.settle(two.state.upstreams(), two.nowMs);
    expect([heard.gateways, heard.unheard]).toEqual([0, 0]);
  });

  test("know what others sent to be cached there", () => {
    const { one, two } = twoGateways("adaptive");
    const prompt = promptOf(Array.from({ length: 30 }, (_, at) => `block ${at}`));
    const sent = new SentPrompts();
    const [, engine] = one.state.upstreams();
    engine!.sent = sent;
    one.state.begin(1, 2_000, one.nowMs, { prompt, inputTokens: 1_920 });
    hearPrompts(sent.take(), two.state.upstreams());
    expect(two.first({ prompt, inputTokens: 1_920 })).toBe("b");
    expect(two.plan({ prompt, inputTokens: 1_920 }).candidates[0]?.why).toContain("100 % of the prompt cached");
    expect(sent.take()).toEqual([]);
  });
});

describe("prompts for others", () => {
  test("are 16,384 hashes or 1,024 prompts at a time: what is more is counted and not told", () => {
    const sent = new SentPrompts();
    const [long, short] = [new Uint32Array(16_000).fill(1), Uint32Array.of(7, 8)];
    for (const hashes of [long, long, short]) sent.add(1, hashes);
    expect(sent.take().map(({ hashes }) => hashes.length)).toEqual([16_000, 2]);
    for (let count = 0; count < 1_030; count++) sent.add(count, short);
    expect(sent.take()).toHaveLength(1_024);
    expect(sent.dropped).toBe(7);
  });
});
