import { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../../../test/eventually.ts";
import { findRedisServer } from "../../../test/find-redis-server.ts";
import { freePort, RedisServer } from "../../../test/redis-server.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import type { LeasedMeter } from "./leased-meter.ts";
import { RedisStore } from "./redis-store.ts";

const program = findRedisServer();
const limit = 600;

/** Everything that is used stays used, as in one period. */
class Meter implements LeasedMeter {
  allowance = 0;
  refusedForLease = 0;
  moreToLease = true;
  used = 0;

  usedAt(): number {
    return this.used;
  }

  admit(): boolean {
    if (this.used < Math.min(limit, this.allowance)) this.used += 1;
    else {
      if (this.used < limit) this.refusedForLease = 1;
      return false;
    }
    return true;
  }
}

class Gateway {
  readonly meter = new Meter();
  readonly store: RedisStore;
  readonly keeper: LeaseKeeper;
  readonly log: string[] = [];

  constructor(url: string, name: string, clock: () => number) {
    const log = pino({ level: "info" }, { write: (line: string) => this.log.push(JSON.parse(line).msg) });
    const limits = [{ scope: "key|e|k", kind: "tokens", limit, meter: this.meter } as const];
    this.store = new RedisStore(url, name);
    this.keeper = new LeaseKeeper({ store: this.store, limits: () => limits, clock, log, gateways: 1 });
    onTestFinished(() => this.keeper.stop());
  }

  /** As many as are let in of `count` requests, with a turn of the keeper after. */
  async serve(count: number): Promise<void> {
    for (let i = 0; i < count; i++) this.meter.admit();
    await this.keeper.turn();
  }
}

const total = (gateways: readonly Gateway[]): number => gateways.reduce((sum, { meter }) => sum + meter.used, 0);

/** Over a Redis that began long enough ago for everybody to have said what they hold. */
async function threeGateways(url: string) {
  const redis = new Redis(url);
  await redis.set("{meridian:limits}:began", 1);
  redis.disconnect();
  let nowMs = 1_000_000;
  const gateways = ["a", "b", "c"].map((name) => new Gateway(url, name, () => nowMs));
  await Promise.all(gateways.map(({ store }) => store.open()));
  for (const { keeper } of gateways) await keeper.turn();
  const serveAll = async (counts: readonly number[], dead?: Gateway): Promise<void> => {
    nowMs += 250;
    await Promise.all(gateways.map((gateway, i) => (gateway === dead ? null : gateway.serve(counts[i] ?? 0))));
  };
  return { gateways, serveAll };
}

/** Every port of it is closed. */
const nowhere = async (): Promise<string> => `redis://127.0.0.1:${await freePort()}`;

describe("a gateway that never reached Redis", () => {
  it("keeps the limit by itself, says so once, and is not connected", async () => {
    const gateway = new Gateway(await nowhere(), "a", () => 1_000);
    for (let i = 0; i < 3; i++) await gateway.serve(400);
    expect(gateway.meter.used).toBe(limit);
    expect(gateway.keeper.state).toMatchObject({ connected: false, gateways: 1, exchanges: 0, failures: 3 });
    expect(gateway.log).toEqual(["Redis is gone: limits are kept by local shares"]);
  });
});

if (program !== null) {
  describe("gateways that share a limit over a real Redis", () => {
    it.each([
      ["evenly", [20, 20, 20]],
      ["by one alone", [60, 0, 0]],
      ["unevenly", [50, 9, 1]],
    ])("let in exactly the limit together when it is used %s", async (_, counts) => {
      const { url } = await RedisServer.start(program);
      const { gateways, serveAll } = await threeGateways(url);
      for (let i = 0; i < 60; i++) {
        await serveAll(counts);
        expect(total(gateways)).toBeLessThanOrEqual(limit);
      }
      expect(total(gateways)).toBe(limit);
    });

    it("leave taken what a gateway held that was killed, and let in all the rest", async () => {
      const { url } = await RedisServer.start(program);
      const { gateways, serveAll } = await threeGateways(url);
      for (let i = 0; i < 4; i++) await serveAll([10, 10, 10]);
      const [killed] = gateways;
      const stranded = (killed?.meter.allowance ?? 0) - (killed?.meter.used ?? 0);
      expect(stranded).toBeGreaterThan(0);
      for (let i = 0; i < 120; i++) await serveAll([0, 20, 20], killed);
      expect(total(gateways)).toBe(limit - stranded);
    });

    it("go on with local shares when Redis is killed, let in no more than the limit and all of it, and say so once", async () => {
      const server = await RedisServer.start(program);
      const { gateways, serveAll } = await threeGateways(server.url);
      for (let i = 0; i < 8; i++) await serveAll([10, 10, 10]);
      await server.kill();
      for (let i = 0; i < 80; i++) await serveAll([10, 10, 10]);
      for (const { keeper, log } of gateways) {
        expect(keeper.state).toMatchObject({ connected: false, gateways: 3 });
        expect(log.at(-1)).toBe("Redis is gone: limits are kept by local shares");
        expect(log).toHaveLength(2);
      }
      expect(total(gateways)).toBeLessThanOrEqual(limit);
      expect(total(gateways)).toBeGreaterThanOrEqual(limit * 0.95);
    });

    it("count nothing twice when Redis comes back empty: what is over the limit is at most what was leased", async () => {
      const server = await RedisServer.start(program);
      const { gateways, serveAll } = await threeGateways(server.url);
      for (let i = 0; i < 8; i++) await serveAll([10, 10, 10]);
      await server.kill();
      for (let i = 0; i < 4; i++) await serveAll([10, 10, 10]);
      const outstanding = gateways.reduce((sum, { meter }) => sum + meter.allowance - meter.used, 0);
      await server.begin();
      await eventually(
        "all are back",
        () => serveAll([1, 1, 1]),
        () => gateways.every(({ keeper }) => keeper.state.connected),
      );
      for (let i = 0; i < 80; i++) await serveAll([10, 10, 10]);
      expect(total(gateways)).toBeGreaterThanOrEqual(limit);
      expect(total(gateways)).toBeLessThanOrEqual(limit + outstanding);
      expect(gateways[0]?.log.at(-1)).toBe("Redis answers: limits are shared by leases");
    });
  });
}
