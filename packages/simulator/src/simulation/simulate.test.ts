import { describe, expect, test } from "vitest";
import { azureConversation } from "../arrivals/trace-fit.ts";
import { enginePresets } from "../engine/engine-presets.ts";
import { meridianRouter } from "../meridian/meridian-router.ts";
import { routingDocument } from "../meridian/routing-document.ts";
import { evenly, plainFleet, runFleet } from "../testing/small-fleet.ts";
import { drawWorkload } from "../workloads/draw-workload.ts";
import { hold, passTo, type RouterFactory } from "./simulated-router.ts";
import { flapping, simulatedUpstream } from "./simulated-upstream.ts";
import type { SimulationResult } from "./simulation-result.ts";

const endsOf = (result: SimulationResult) =>
  Array.from(result.firstTokenMs, (_, request) => result.endOf(request)).reduce<Record<string, number>>(
    (counts, end) => ({ ...counts, [end]: (counts[end] ?? 0) + 1 }),
    {},
  );

describe("one request", () => {
  test("its first token comes after the way there, one step, and the way back; the last ten steps later", () => {
    const result = runFleet(plainFleet({}), evenly(1, 0), { roundTripMs: () => 40 });
    expect(result.firstTokenMs[0]).toBeCloseTo(20 + 110 + 20);
    expect(result.endMs[0]).toBeCloseTo(150 + 100);
    expect(result.endOf(0)).toBe("completed");
  });

  test("that comes in the middle of a step waits for its end, and no longer", () => {
    const result = runFleet(plainFleet({}), evenly(2, 155));
    // The first decodes from 110 ms on in steps of 10 ms: 155 falls into the one that ends at 160.
    expect(result.firstTokenMs[1]).toBeCloseTo(160 + 110);
    // Whose last five tokens wait for the prefill of the second.
    expect(result.endMs[0]).toBeCloseTo(160 + 110 + 40);
  });

  test("costs what its tokens cost, those from the cache at their own price", () => {
    const price = { input: 10, cachedInput: 1, output: 100 };
    const workload = { ...evenly(2, 1_000), blockTokens: 50, blocks: [[1, 2], [1, 3]] }; // biome-ignore format: one line
    const result = runFleet(plainFleet({ price }), workload);
    expect(result.cachedTokens).toEqual(Int32Array.from([0, 50]));
    expect(result.costUsd[0]).toBeCloseTo((100 * 10 + 11 * 100) / 1e6, 12);
    expect(result.costUsd[1]).toBeCloseTo((50 * 10 + 50 * 1 + 11 * 100) / 1e6, 12);
  });
});

test("the same setup gives the same result to the last bit, another seed another", () => {
  const upstreams = plainFleet({ faults: [{ kind: "errors", share: 0.3, fromMs: 0, toMs: 1e6 }] }, {});
  const run = (seed: number) => runFleet(upstreams, evenly(200, 30), { seed });
  expect(run(1)).toEqual(run(1));
  expect(run(1).upstream).not.toEqual(run(2).upstream);
});

describe("faults", () => {
  const from = { fromMs: 1_000, toMs: 2_000 };

  test("crash: replies are cut, requests without a first token are tried elsewhere, and the engine comes back empty", () => {
    const fleet = plainFleet({ faults: [{ kind: "crash", ...from }] }, {});
    const result = runFleet(fleet, {
      ...evenly(150, 20),
      blockTokens: 50,
      blocks: Array.from({ length: 150 }, () => [1]),
    });
    const ends = endsOf(result);
    expect(Object.keys(ends).sort()).toEqual(["completed", "cut"]);
    expect(ends["cut"]).toBeLessThan(20);
    const served = (fromMs: number, toMs: number) =>
      result.sentMs.reduce((n, ms, at) => n + (ms > fromMs && ms < toMs && result.upstream[at] === 0 ? 1 : 0), 0);
    expect(served(1_000, 2_000)).toBe(0);
    expect(served(2_000, 3_000)).toBeGreaterThan(20);
    const back = result.sentMs.findIndex((ms, at) => ms >= 2_000 && result.upstream[at] === 0);
    expect(result.cachedTokens[back]).toBe(0);
    expect(result.failures[0]).toBeGreaterThan(20);
  });

  test("hang: nothing comes until it is over; with a timeout of the first token they go elsewhere", () => {
    const fleet = plainFleet({ faults: [{ kind: "hang", ...from }] }, {});
    const patient = runFleet(fleet, evenly(1, 0));
    expect(patient.endOf(0)).toBe("completed");
    const during = { ...evenly(6, 0), arrivalMs: Float64Array.from({ length: 6 }, (_, at) => 1_100 + at * 130) };
    const waiting = runFleet(fleet, during);
    expect(Math.min(...waiting.firstTokenMs.filter((_, at) => waiting.upstream[at] === 0))).toBeGreaterThan(2_000);
    const result = runFleet(fleet, during, { timeouts: { firstTokenMs: 500, idleMs: 30_000 } });
    expect(endsOf(result)).toEqual({ completed: 6 });
    expect(result.failures[0]).toBeGreaterThan(1);
    expect(Math.max(...result.firstTokenMs)).toBeLessThan(2_700);
  });

  test("hang: replies that have begun fail after the idle timeout when it lasts longer", () => {
    const fleet = plainFleet({ faults: [{ kind: "hang", fromMs: 150, toMs: 100_000 }] });
    const result = runFleet(fleet, evenly(1, 0));
    expect(result.endOf(0)).toBe("cut");
    expect(result.endMs[0]).toBeCloseTo(150 + 30_000);
  });

  test("slow: each step that begins then takes ten times as long, the one under way does not", () => {
    const fleet = plainFleet({ faults: [{ kind: "slow", factor: 10, fromMs: 115, toMs: 1e6 }] });
    const result = runFleet(fleet, evenly(1, 0));
    expect(result.firstTokenMs[0]).toBeCloseTo(110);
    expect(result.endMs[0]).toBeCloseTo(110 + 10 + 9 * 100);
  });

  test("errors: a failed attempt is tried elsewhere, three in all", () => {
    const broken = { faults: [{ kind: "errors", share: 1, fromMs: 0, toMs: 1e6 }] } as const;
    expect(endsOf(runFleet(plainFleet(broken, broken, {}), evenly(30, 50)))).toEqual({ completed: 30 });
    const none = runFleet(plainFleet(broken, broken, broken, {}), evenly(1, 50));
    expect(endsOf(none)).toEqual({ failed: 1 });
    expect(none.attempts[0]).toBe(3);
  });

  test("flapping: on for 2 s, off for 3 s, over and over", () => {
    const spans = flapping({ kind: "crash", fromMs: 1_000, toMs: 12_000 }, 2_000, 3_000);
    expect(spans.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([[1_000, 3_000], [6_000, 8_000], [11_000, 12_000]]); // biome-ignore format: one line
  });

  test("cold start: connections are refused until the model is loaded", () => {
    const result = runFleet(plainFleet({ readyAtMs: 1_000 }, {}), evenly(100, 20));
    expect(endsOf(result)).toEqual({ completed: 100 });
    expect(result.failures[0]).toBe(50);
  });
});

test("quota: what is above it is answered 429 and goes to another", () => {
  const quota = { requestsPerMinute: 10, tokensPerMinute: null };
  const result = runFleet(plainFleet({ quota }, { priority: 2 }), evenly(50, 20));
  expect(endsOf(result)).toEqual({ completed: 50 });
  expect(result.rateLimited[0]).toBe(40);
  expect(result.upstream.filter((upstream) => upstream === 0)).toHaveLength(10);
});

describe("a router", () => {
  test("may hold requests, which are then asked about in their order whenever something ends", () => {
    const oneAtATime: RouterFactory = () => {
      let busy = false;
      const free = () => {
        busy = false;
      };
      return {
        pick: () => (busy ? hold : ((busy = true), 0)),
        onFirstToken() {},
        onEnd: free,
        onError: free,
      };
    };
    const result = runFleet(plainFleet({}), evenly(4, 1), { router: oneAtATime });
    expect([...result.firstTokenMs].map(Math.round)).toEqual([110, 320, 530, 740]);
  });

  test("may pass a request on to another gateway, whose callers' first tokens come back the same way", () => {
    const passing: RouterFactory = ({ gateway }) => ({
      pick: () => (gateway === 0 ? passTo(1) : 0),
      onFirstToken() {},
      onEnd() {},
      onError() {},
    });
    const result = runFleet(plainFleet({ region: "us-west" }), evenly(1, 0), {
      gateways: ["us-east", "us-west"],
      roundTripMs: (from, to) => (from === to ? 0 : 60),
      router: passing,
    });
    expect(result.firstTokenMs[0]).toBeCloseTo(30 + 110 + 30);
  });
});

describe("Meridian's own code in the simulation", () => {
  const a100 = enginePresets["llama-3-8b-a100"];
  const fleet = Array.from({ length: 4 }, (_, at) => simulatedUpstream(`u${at}`, a100));
  const traffic = drawWorkload(5, { ...azureConversation, requestsPerSecond: 20 }, 2_000);
  const own = (upstreams: typeof fleet, policy: string) =>
    meridianRouter(routingDocument(upstreams, { policy, more: ["timeouts: { first_token: 10m, response: 30m }"] }));

  test("its policy round_robin is the textbook's, to the last bit", () => {
    const result = runFleet(fleet, traffic, { router: own(fleet, "round_robin") });
    const textbook = runFleet(fleet, traffic);
    expect(result.upstream).toEqual(textbook.upstream);
    expect(result.firstTokenMs).toEqual(textbook.firstTokenMs);
  });

  test("a crash costs only the replies that are cut: its breaker opens, and it is back when the upstream is", () => {
    const crashing = fleet.map((one, at) =>
      at === 1 ? { ...one, faults: [{ kind: "crash", fromMs: 20_000, toMs: 50_000 } as const] } : one,
    );
    const result = runFleet(crashing, traffic, { router: own(crashing, "queue") });
    const ends = endsOf(result);
    expect(ends["failed"] ?? 0).toBe(0);
    expect((ends["completed"] ?? 0) + (ends["cut"] ?? 0)).toBe(2_000);
    // Five failures in a row open it; then one request at a time finds out.
    expect(result.failures[1]! - (ends["cut"] ?? 0)).toBeLessThan(60);
    const last = result.sentMs.findLastIndex((_, at) => result.upstream[at] === 1);
    expect(result.sentMs[last]).toBeGreaterThan(85_000);
    expect(result.takenOut).toEqual(Int32Array.of(0, 1, 0, 0));
  });

  test("who fails one request of a hundred, as its peers do, is never taken out in 20 minutes", () => {
    const errors = [{ kind: "errors", share: 0.01, fromMs: 0, toMs: Number.POSITIVE_INFINITY } as const];
    const upstreams = fleet.map((one) => ({ ...one, faults: errors }));
    const workload = drawWorkload(6, { ...azureConversation, requestsPerSecond: 4 }, 4_800);
    const result = runFleet(upstreams, workload, { router: own(upstreams, "adaptive") });
    expect(result.failures.every((failures) => failures >= 5)).toBe(true);
    expect(result.takenOut).toEqual(Int32Array.of(0, 0, 0, 0));
  });

  test("a quota is known before it is broken: no upstream answers 429", () => {
    const quota = { requestsPerMinute: 200, tokensPerMinute: null };
    const limited = fleet.map((one, at) => (at === 0 ? { ...one, quota } : { ...one, priority: 2 }));
    const result = runFleet(limited, traffic, { router: own(limited, "queue") });
    expect(endsOf(result)).toEqual({ completed: 2_000 });
    expect(result.rateLimited[0]).toBeLessThan(4);
  });

  test("engines are read where the document says so: what others keep busy is left alone", () => {
    const two = fleet.slice(0, 2);
    const document = (engineMetrics: boolean) =>
      meridianRouter(
        routingDocument(two, { policy: "queue", engineMetrics, more: ["timeouts: { first_token: 10m }"] }),
      );
    // A gateway of its own floods the first upstream.
    const workload = {
      ...drawWorkload(3, { ...azureConversation, requestsPerSecond: 8 }, 1_200),
      gateway: new Uint8Array(1_200),
    };
    for (let at = 0; at < 1_200; at += 2) workload.gateway[at] = 1;
    const flood: RouterFactory = () => ({ pick: () => 0, onFirstToken() {}, onEnd() {}, onError() {} });
    const share = (engineMetrics: boolean) => {
      const own = document(engineMetrics);
      const { upstream } = runFleet(two, workload, {
        gateways: ["us-east", "us-east"],
        router: (host) => (host.gateway === 1 ? flood(host) : own(host)),
      });
      return upstream.filter((one, at) => workload.gateway[at] === 0 && one === 0).length / 600;
    };
    expect(share(true)).toBeLessThan(share(false) - 0.05);
  });

  test("a document that is refused says why", () => {
    expect(() => own(fleet, "fastest")).toThrow(/line \d+: .*policy/i);
  });
});
