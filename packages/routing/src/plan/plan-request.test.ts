import { describe, expect, test } from "vitest";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

const upstreams = ["a", "b", "c"].map((name) => upstreamOf(name));

describe("a plan", () => {
  test("names every target of the first priority before any of the second", () => {
    const targets = [targetOf(2, 1, 2), targetOf(0), targetOf(1)];
    const bench = new RouteBench(tableOf(upstreams, { targets, policy: { kind: "queue" } }));
    for (let turn = 0; turn < 20; turn++) {
      const { candidates } = bench.plan();
      expect(candidates.map(({ priority }) => priority)).toEqual([1, 1, 2]);
      expect(candidates[2]?.name).toBe("c");
    }
  });
});
