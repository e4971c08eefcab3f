import { describe, expect, test } from "vitest";
import { completed } from "../testing/outcomes.ts";
import { policyOf } from "../testing/policies.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

/** One engine beside the gateway, and one that is 150 ms of network away. */
const networkMs = { near: 5, far: 155 } as const;

function benchOf(): RouteBench {
  const near = upstreamOf("near", { provider: "vllm", region: "us-east" });
  const far = upstreamOf("far", { provider: "vllm", region: "ap-northeast" });
  const bench = new RouteBench(tableOf([near, far], { policy: policyOf("adaptive") }));
  for (let count = 0; count < 200; count++) {
    for (const name of ["near", "far"] as const) {
      bench.nowMs += 500;
      const ticket = bench.begin(name, 100);
      const firstTokenMs = networkMs[name] + 20;
      bench.nowMs += firstTokenMs;
      bench.state.firstToken(ticket, bench.nowMs);
      bench.end(ticket, completed(firstTokenMs));
    }
  }
  bench.nowMs += 1_000;
  return bench;
}

describe("regions under `adaptive`", () => {
  test("the near one serves until what waits there costs more than the way to the far one, and again after that", () => {
    const bench = benchOf();
    const first = () => bench.plan().candidates[0]?.name;
    expect(first()).toBe("near");
    const little = bench.begin("near", 400);
    expect(first()).toBe("near");
    const much = bench.begin("near", 8_000);
    expect(first()).toBe("far");
    for (const ticket of [little, much]) bench.state.firstToken(ticket, bench.nowMs);
    for (const ticket of [little, much]) bench.end(ticket, completed(20));
    expect(first()).toBe("near");
  });
});
