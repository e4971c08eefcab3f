import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { eventually } from "../../../test/eventually.ts";
import { RedisServer } from "../../../test/redis-server.ts";
import { sharedLimit as limit, SharingGateway } from "../../../test/sharing-gateway.ts";

const total = (gateways: readonly SharingGateway[]): number => gateways.reduce((sum, { meter }) => sum + meter.used, 0);

/** Over a Redis that began long enough ago for everybody to have said what they hold. */
async function threeGateways(url: string, kind?: "inFlight", names: readonly string[] = ["a", "b", "c"]) {
  const redis = new Redis(url);
  await redis.set("{meridian:limits}:began", 1);
  redis.disconnect();
  let nowMs = 1_000_000;
  const gateways = names.map((name) => new SharingGateway(url, name, () => nowMs, kind));
  await Promise.all(gateways.map(({ store }) => store.open()));
  for (const { keeper } of gateways) await keeper.turn();
  const serveAll = async (counts: readonly number[], dead?: SharingGateway): Promise<void> => {
    nowMs += 250;
    await Promise.all(
      gateways.map((gateway, i) => (gateway === dead ? Promise.resolve() : gateway.serve(counts[i] ?? 0))),
    );
  };
  return { gateways, serveAll };
}

describe("gateways that share a limit over a real Redis", () => {
  it.each([
    ["evenly", [20, 20, 20]],
    ["by one alone", [60, 0, 0]],
    ["unevenly", [50, 9, 1]],
  ])("let in exactly the limit together when it is used %s", async (_, counts) => {
    const { url } = await RedisServer.start();
    const { gateways, serveAll } = await threeGateways(url);
    for (let i = 0; i < 60; i++) {
      await serveAll(counts);
      expect(total(gateways)).toBeLessThanOrEqual(limit);
    }
    expect(total(gateways)).toBe(limit);
  });

  it("give places in flight to who needs them, and say that all are used only when they are", async () => {
    const { url } = await RedisServer.start();
    const { gateways, serveAll } = await threeGateways(url, "inFlight");
    const [busy, other] = gateways;
    for (let turn = 0; turn < 12; turn++) {
      await serveAll([100, 0, 0]);
      expect(total(gateways)).toBeLessThanOrEqual(limit);
    }
    expect(busy?.meter.used).toBe(limit);
    await serveAll([0, 1, 0]);
    // Nobody has said yet that it needs what it holds.
    expect(other?.meter.share.moreToCome).toBe(true);
    for (let turn = 0; turn < 4; turn++) await serveAll([0, 1, 0]);
    expect([other?.meter.used, other?.meter.share.moreToCome]).toEqual([0, false]);
    busy?.meter.leave(10);
    for (let turn = 0; turn < 4; turn++) await serveAll([0, 1, 0]);
    expect(other?.meter.used).toBeGreaterThan(0);
    expect(total(gateways)).toBeLessThanOrEqual(limit);
  });

  it("let in exactly the limit together also when two run under one name, and both of these say so once", async () => {
    const { url } = await RedisServer.start();
    const { gateways, serveAll } = await threeGateways(url, undefined, ["a", "a", "b"]);
    for (let i = 0; i < 60; i++) {
      await serveAll([20, 20, 20]);
      expect(total(gateways)).toBeLessThanOrEqual(limit);
    }
    expect(total(gateways)).toBe(limit);
    const said = gateways.map(({ log }) => log.filter((line) => line.includes("GATEWAY_NAME of its own")).length);
    expect(said).toEqual([1, 1, 0]);
  });

  it("leave taken what a gateway held that was killed, and let in all the rest", async () => {
    const { url } = await RedisServer.start();
    const { gateways, serveAll } = await threeGateways(url);
    for (let i = 0; i < 4; i++) await serveAll([10, 10, 10]);
    const [killed] = gateways;
    const stranded = (killed?.meter.share.allowance ?? 0) - (killed?.meter.used ?? 0);
    expect(stranded).toBeGreaterThan(0);
    for (let i = 0; i < 120; i++) await serveAll([0, 20, 20], killed);
    expect(total(gateways)).toBe(limit - stranded);
  });

  it("go on with local shares when Redis is killed, let in no more than the limit and all of it, and say so once", async () => {
    const server = await RedisServer.start();
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
    const server = await RedisServer.start();
    const { gateways, serveAll } = await threeGateways(server.url);
    for (let i = 0; i < 8; i++) await serveAll([10, 10, 10]);
    await server.kill();
    for (let i = 0; i < 4; i++) await serveAll([10, 10, 10]);
    const outstanding = gateways.reduce((sum, { meter }) => sum + meter.share.allowance - meter.used, 0);
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
