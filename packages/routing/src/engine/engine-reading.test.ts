import { describe, expect, test } from "vitest";
import type { Upstream } from "../routing-table.ts";
import type { EngineLoad } from "./engine-reading.ts";
import { policyOf } from "../testing/policies.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

const asked: Partial<Upstream> = {
  provider: "vllm",
  engineMetrics: { url: "http://h/metrics", format: "openmetrics", intervalMs: 1_000, map: {} },
};
const nothing: EngineLoad = { waiting: null, running: null, kvUsage: null, gpuUsage: null };

class ReadingBench extends RouteBench {
  constructor(kind: "queue" | "adaptive", more: Partial<Upstream> = asked) {
    super(tableOf([upstreamOf("a", more), upstreamOf("b", more)], { policy: policyOf(kind) }));
  }
  reads(name: string, load: Partial<EngineLoad>): void {
    const index = this.indexOf(name);
    const before = this.state.inFlightOf(index, this.table);
    this.state.engineRead(index, this.table, { ...nothing, ...load }, before, this.nowMs);
  }
  why(name: string): string | undefined {
    return this.plan().candidates.find((candidate) => candidate.name === name)?.why;
  }
}

describe("what engines say of themselves", () => {
  test("`queue` counts what others have there: 5 requests of others are worse than 4 of its own", () => {
    const bench = new ReadingBench("queue");
    for (let count = 0; count < 4; count++) bench.begin("b", 356);
    bench.reads("a", { running: 5, waiting: 0 });
    bench.reads("b", { running: 4, waiting: 0 });
    expect(bench.first()).toBe("b");
    expect(bench.why("a")).toContain("5 of others and 0 waiting by its metrics");
    expect(bench.why("b")).toContain("0 of others");
  });

  test("`queue` puts the engine at which requests wait behind one that runs as many", () => {
    const bench = new ReadingBench("queue");
    for (const name of ["a", "b"]) for (let count = 0; count < 8; count++) bench.begin(name, 100);
    bench.reads("a", { running: 4, waiting: 4 });
    bench.reads("b", { running: 8, waiting: 0 });
    for (let turn = 0; turn < 20; turn++) expect(bench.first()).toBe("b");
  });

  test("what was sent and has ended since corrects it: 3 waiting are 5 after 2 more, and 1 after 4 have ended", () => {
    const bench = new ReadingBench("queue");
    const tickets = Array.from({ length: 6 }, () => bench.begin("a", 100));
    bench.reads("a", { running: 3, waiting: 3 });
    const more = [bench.begin("a", 100), bench.begin("a", 100)];
    expect(bench.why("a")).toContain("0 of others and 5 waiting");
    for (const ticket of tickets.slice(0, 4)) bench.end(ticket);
    expect(bench.why("a")).toContain("0 of others and 1 waiting");
    for (const ticket of [...tickets.slice(4), ...more]) bench.end(ticket);
    expect(bench.why("a")).toContain("0 of others and 0 waiting");
  });

  test.each(["queue", "adaptive"] as const)("`%s` uses nothing that is 5 s old", (kind) => {
    const bench = new ReadingBench(kind);
    bench.reads("a", { running: 50, waiting: 20, kvUsage: 1 });
    for (let turn = 0; turn < 20; turn++) expect(bench.first()).toBe("b");
    expect(bench.why("a")).toContain("by its metrics");
    bench.nowMs += 5_000;
    const turns = new Set(Array.from({ length: 50 }, () => bench.first()));
    expect(turns).toEqual(new Set(["a", "b"]));
    expect(bench.why("a")).not.toMatch(/metrics|KV/);
  });

  test("`adaptive` weighs a full KV cache like a second, except where the prompt is cached", () => {
    const bench = new ReadingBench("adaptive");
    bench.reads("a", { running: 0, waiting: 0, kvUsage: 0.9 });
    bench.begin("b", 4_000);
    expect(bench.first()).toBe("b");
    expect(bench.why("a")).toContain("90 % of its KV cache used");
    bench.reads("a", { running: 0, waiting: 0, kvUsage: 0.1 });
    expect(bench.first()).toBe("a");
  });

  test("`adaptive` takes others that wait for prompts to be read, and calls it a surge", () => {
    const bench = new ReadingBench("adaptive");
    bench.reads("a", { running: 8, waiting: 10 });
    for (let turn = 0; turn < 20; turn++) expect(bench.first()).toBe("b");
    expect(bench.plan().regime).toBe("surge");
    expect(bench.why("a")).toMatch(
      /cost \d+: \d{3} ms to the first token, \d+ of them waiting.*10 waiting by its metrics/,
    );
  });

  test("takes whatever has metrics for an engine, also behind a provider that is none", () => {
    const bench = new ReadingBench("adaptive", { ...asked, provider: "openai" });
    bench.reads("a", { waiting: 10, running: 8 });
    expect(bench.why("a")).toContain("10 waiting by its metrics");
  });

  test("shows what was said, and how often it could not be read, until nobody asks any more", () => {
    const bench = new ReadingBench("queue");
    expect(bench.view("a").reading).toEqual({ ...nothing, readAtMs: null, failures: 0 });
    bench.reads("a", { waiting: 2, gpuUsage: 0.5 });
    bench.state.engineRead(0, bench.table, null, 0, bench.nowMs);
    expect(bench.view("a").reading).toEqual({
      ...nothing,
      waiting: 2,
      gpuUsage: 0.5,
      readAtMs: 1_000_000,
      failures: 1,
    });
    bench.adopt({ ...bench.table, upstreams: bench.table.upstreams.map((upstream) => ({ ...upstream, tags: ["x"] })) });
    expect(bench.view("a").reading).toMatchObject({ waiting: 2 });
    bench.adopt(tableOf([upstreamOf("a"), upstreamOf("b")]));
    expect(bench.view("a").reading).toBeUndefined();
  });
});
