import type { LiveUpstream, TickFrame } from "@meridian/live-protocol";
import { type Cell, emptyCounts, summarise } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { LiveStore } from "./live-store.ts";

const aCell = (startMs: number, requests: number, instanceId = "gw-1"): Cell => ({
  environmentId: "env",
  route: "chat",
  model: "small",
  upstream: "east-1",
  configVersion: 1,
  keyId: "k",
  promptVariant: "",
  callerRegion: "",
  outcome: "completed",
  instanceId,
  epoch: 1,
  startMs,
  counts: { ...emptyCounts, requests },
});

const aTick = (part: Partial<TickFrame>): TickFrame => ({
  type: "tick",
  instanceId: "gw-1",
  epoch: 1,
  sequence: 1,
  atMs: 100_000,
  cells: [],
  upstreams: [],
  deployment: null,
  requests: [],
  requestsOmitted: 0,
  recordsDropped: 0,
  ...part,
});

const anUpstream = (name: string): LiveUpstream => ({
  name,
  inFlight: 0,
  firstTokenMs: null,
  perTokenMs: null,
  attemptsInTick: 0,
  health: {
    breaker: { kind: "closed", consecutiveFailures: 0 },
    ejectedUntilMs: 0,
    cooldownUntilMs: 0,
    misconfigured: null,
    warmth: 1,
  },
});

const requestsIn = (store: LiveStore) => summarise(store.cellsBetween(0, Number.POSITIVE_INFINITY)).requests;

describe("LiveStore", () => {
  it("counts a cell once that comes with every tick", () => {
    const store = new LiveStore();
    store.addTick(aTick({ cells: [aCell(90_000, 4)] }), 0);
    store.addTick(aTick({ cells: [aCell(90_000, 7), aCell(100_000, 1)] }), 1_000);
    expect(requestsIn(store)).toBe(8);
  });

  it("keeps the 7 requests of a cell when an older tick of it with 4 comes late", () => {
    const store = new LiveStore();
    store.addTick(aTick({ cells: [aCell(90_000, 7)] }), 0);
    store.addTick(aTick({ cells: [aCell(90_000, 4)] }), 500);
    expect(requestsIn(store)).toBe(7);
  });

  it("forgets cells a quarter of an hour old, however long it lives", () => {
    const store = new LiveStore();
    for (let atMs = 100_000; atMs < 6 * 3_600_000; atMs += 10_000)
      store.addTick(aTick({ atMs, cells: [aCell(atMs, 1)] }), atMs);
    const count = store.cellsBetween(0, Number.POSITIVE_INFINITY).length;
    expect(count).toBeGreaterThanOrEqual(90);
    expect(count).toBeLessThan(98);
  });

  it("adds the cells of two gateways", () => {
    const store = new LiveStore();
    store.addTick(aTick({ cells: [aCell(90_000, 3)] }), 0);
    store.addTick(aTick({ instanceId: "gw-2", cells: [aCell(90_000, 5, "gw-2")] }), 0);
    expect(requestsIn(store)).toBe(8);
    expect(store.moment().gateways).toHaveLength(2);
  });

  it("forgets a gateway that was silent for 10 s", () => {
    const store = new LiveStore();
    store.addTick(aTick({ upstreams: [anUpstream("east-1")] }), 0);
    store.addTick(aTick({ instanceId: "gw-2", upstreams: [anUpstream("east-1")] }), 10_001);
    expect(store.moment().gateways.map(({ instanceId }) => instanceId)).toEqual(["gw-2"]);
  });

  it("shows charts the gateways' now: 3 s ahead when the fastest of the ticks says so", () => {
    const store = new LiveStore();
    store.addTick(aTick({ atMs: 103_000 }), 100_400);
    store.addTick(aTick({ atMs: 104_000 }), 101_000);
    expect(store.moment().offsetMs).toBe(3_000);
  });

  it("tells of 8 gateways' ticks within 400 ms once, and of the next one after", () => {
    const store = new LiveStore();
    let told = 0;
    store.subscribe(() => {
      told += 1;
    });
    for (let at = 0; at < 8; at += 1) store.addTick(aTick({ instanceId: `gw-${at}` }), 1_000 + at * 50);
    expect(told).toBe(1);
    store.addTick(aTick({}), 2_000);
    expect(told).toBe(2);
    expect(store.moment().gateways).toHaveLength(8);
  });

  it("gives a new moment for every change and tells who listens", () => {
    const store = new LiveStore();
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    const before = store.moment();
    store.addTick(aTick({}), 0);
    expect(store.moment()).not.toBe(before);
    stop();
    store.addTick(aTick({}), 1_000);
    expect(told).toBe(1);
  });
});
