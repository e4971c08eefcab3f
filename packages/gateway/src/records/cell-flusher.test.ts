import { type Cell, CellAggregator, CellMap, summarise } from "@meridian/metrics";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { aRecord } from "@meridian/metrics/testing";
import { CellFlusher } from "./cell-flusher.ts";

const log = pino({ level: "silent" });

function flusherOf(options: { capacity?: number } = {}) {
  const aggregator = new CellAggregator({ instanceId: "gw-1", epoch: 1 });
  const stored = new CellMap();
  const world = { available: true, nowMs: 1_000_000, upserts: [] as (readonly Cell[])[] };
  const storage = {
    async upsert(cells: readonly Cell[]) {
      if (!world.available) throw new Error("connection refused");
      world.upserts.push(cells);
      stored.upsert(cells);
    },
  };
  const flusher = new CellFlusher({ aggregator, storage, log, clock: () => world.nowMs }, options);
  return { aggregator, stored, world, flusher };
}

describe("CellFlusher", () => {
  it("writes only the cells that changed since the last time", async () => {
    const { aggregator, flusher, world } = flusherOf();
    aggregator.add(aRecord({ route: "a" }));
    aggregator.add(aRecord({ route: "b" }));
    await flusher.flush();
    aggregator.add(aRecord({ route: "b" }));
    await flusher.flush();
    await flusher.flush();
    expect(world.upserts.map((cells) => cells.map((cell) => [cell.route, cell.counts.requests]))).toEqual([
      [
        ["a", 1],
        ["b", 1],
      ],
      [["b", 2]],
    ]);
  });

  it("keeps one state of a cell through an outage of 5 flushes, and loses no request over 2 minutes of them", async () => {
    const { aggregator, flusher, world, stored } = flusherOf();
    world.available = false;
    for (let at = 0; at < 5; at++) {
      aggregator.add(aRecord({ startedAtMs: world.nowMs, durationMs: 0 }));
      expect(await flusher.flush()).toBe(1);
    }
    for (let at = 0; at < 12; at++) {
      world.nowMs += 10_000;
      aggregator.add(aRecord({ startedAtMs: world.nowMs, durationMs: 0 }));
      await flusher.flush();
    }
    expect(aggregator.openCells("env-1").length).toBeLessThan(9);
    world.available = true;
    expect(await flusher.flush()).toBe(0);
    expect(summarise(stored.between(0, Number.POSITIVE_INFINITY)).requests).toBe(17);
  });

  it("counts cells that find no room, while those that wait are still brought up to date", async () => {
    const { aggregator, flusher, world, stored } = flusherOf({ capacity: 1 });
    world.available = false;
    aggregator.add(aRecord({ route: "a" }));
    await flusher.flush();
    aggregator.add(aRecord({ route: "a" }));
    aggregator.add(aRecord({ route: "b" }));
    await flusher.flush();
    expect(flusher.state).toEqual({ pending: 1, dropped: 1 });
    world.available = true;
    await flusher.flush();
    expect(summarise(stored.between(0, Number.POSITIVE_INFINITY)).requests).toBe(2);
  });
});
