import { Redis } from "ioredis";
import { describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../../../test/eventually.ts";
import { RedisServer } from "../../../test/redis-server.ts";
import type { LeaseWish } from "./lease-store.ts";
import { RedisStore } from "./redis-store.ts";

const wish = (more: Partial<LeaseWish> = {}): LeaseWish => ({
  key: "requests|key|e|k",
  limit: 100,
  want: 10,
  used: 0,
  least: 0,
  keepMs: 20_000,
  sparing: true,
  ...more,
});

async function storeOf(url: string, gateway: string): Promise<RedisStore> {
  const store = new RedisStore(url, gateway);
  onTestFinished(() => store.close());
  await store.open();
  return store;
}

/** Two gateways over one Redis that began long enough ago. */
async function settled(): Promise<{ server: RedisServer; raw: Redis; a: RedisStore; b: RedisStore }> {
  const server = await RedisServer.start();
  const raw = new Redis(server.url);
  onTestFinished(() => raw.disconnect());
  await raw.set("{meridian:limits}:began", 1);
  return { server, raw, a: await storeOf(server.url, "a"), b: await storeOf(server.url, "b") };
}

describe("leases in a real Redis", () => {
  it("never add up to more than the limit, whoever asks for how much in whatever order", async () => {
    const { a, b } = await settled();
    const held = { a: 0, b: 0 };
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let i = 0; i < 400; i++) {
      const name = random(2) === 0 ? "a" : "b";
      const used = random(held[name] + 1);
      const want = used + random(70);
      const { grants } = await (name === "a" ? a : b).exchange([wish({ used, want, least: random(5) })]);
      const [grant] = grants;
      held[name] = grant?.granted ?? Number.NaN;
      expect(held.a + held.b).toBeLessThanOrEqual(100);
      expect(held[name]).toBeGreaterThanOrEqual(used);
      expect(grant?.heldByOthers).toBe(name === "a" ? held.b : held.a);
    }
  });

  it("go out to the last unit, one at a time near the end, and say who starves", async () => {
    const { a, b } = await settled();
    await a.exchange([]);
    await b.exchange([wish({ want: 97, used: 97 })]);
    const last = await a.exchange([wish({ want: 3, least: 1 })]);
    expect(last.grants).toEqual([{ granted: 1, heldByOthers: 97 }]);
    expect(last.gateways).toBe(2);
    await a.exchange([wish({ want: 3, used: 3, least: 0 })]);
    const { grants, starving } = await b.exchange([wish({ want: 99, used: 97, least: 1 })]);
    expect(grants).toEqual([{ granted: 97, heldByOthers: 3 }]);
    expect([...starving]).toEqual(["requests|key|e|k"]);
  });

  it("are not given in pieces too small for the request that was refused", async () => {
    const { a, b } = await settled();
    await a.exchange([wish({ want: 95, used: 95 })]);
    expect((await b.exchange([wish({ want: 10, least: 7 })])).grants).toEqual([{ granted: 0, heldByOthers: 95 }]);
    expect((await b.exchange([wish({ want: 10, least: 5 })])).grants).toEqual([{ granted: 5, heldByOthers: 95 }]);
  });

  it("are not taken away from a gateway that did not give them back", async () => {
    const { a, b } = await settled();
    await a.exchange([wish({ want: 60 })]);
    await b.exchange([wish({ want: 40 })]);
    expect((await a.exchange([wish({ want: 60, used: 5 })])).grants).toEqual([{ granted: 60, heldByOthers: 20 }]);
  });

  it("of a gateway that is not heard of lapse after their time, and its use is taken whatever others hold", async () => {
    const { a, b } = await settled();
    await a.exchange([wish({ want: 80, keepMs: 1 })]);
    await eventually(
      "the lease has lapsed",
      async () => (await b.exchange([wish({ want: 100 })])).grants[0]?.granted,
      (granted) => granted === 50,
    );
    expect((await a.exchange([wish({ want: 80, used: 70 })])).grants).toEqual([{ granted: 70, heldByOthers: 50 }]);
  });

  it("of a process that is gone fall to the next one under its name, which is one gateway with it", async () => {
    const { server, raw, a } = await settled();
    await a.exchange([wish({ want: 80 })]);
    a.close();
    const again = await storeOf(server.url, "a");
    const answer = await eventually(
      "the first is taken to be gone",
      () => again.exchange([wish({ want: 50 })]),
      ({ twins }) => twins === 0,
    );
    expect(answer).toMatchObject({ gateways: 1, grants: [{ granted: 50, heldByOthers: 0 }] });
    expect(await raw.hlen("{meridian:limits}:requests|key|e|k")).toBe(1);
  });

  it("of two processes that live under one name are each one's own: together no more than the limit, and both are told", async () => {
    const { server, a, b } = await settled();
    const twin = await storeOf(server.url, "a");
    const first = await a.exchange([wish({ want: 60 })]);
    const second = await twin.exchange([wish({ want: 60 })]);
    const again = await a.exchange([wish({ want: 60, used: 10 })]);
    expect([first, second, again].map(({ grants }) => grants[0])).toEqual([
      { granted: 60, heldByOthers: 0 },
      { granted: 20, heldByOthers: 60 },
      { granted: 60, heldByOthers: 20 },
    ]);
    expect([second, again].map(({ gateways, twins }) => [gateways, twins])).toEqual([
      [2, 1],
      [2, 1],
    ]);
    expect(await b.exchange([])).toMatchObject({ gateways: 3, twins: 0 });
    await twin.exchange([wish({ want: 0 })], true);
    expect(await a.exchange([wish({ want: 100 })])).toMatchObject({ gateways: 2, twins: 0 });
  });

  it("that a gateway of the time before processes had parts of their own left behind fall to it as well", async () => {
    const { raw, a } = await settled();
    await raw.hset("{meridian:limits}:requests|key|e|k", {
      a: "80 9999999999999 some-process 5",
      z: "10 9999999999999 p 1",
    });
    expect((await a.exchange([wish({ want: 100 })])).grants[0]?.heldByOthers).toBe(10);
  });

  it("hold amounts as large as a spend of a billion dollars", async () => {
    const { a, b } = await settled();
    const limit = 1e18;
    const [grant] = (await a.exchange([wish({ limit, want: 999_999_999_999_999 })])).grants;
    expect(grant?.granted).toBe(999_999_999_999_999);
    expect((await b.exchange([wish({ limit, want: 1 })])).grants[0]?.heldByOthers).toBe(999_999_999_999_999);
  });

  it("leave the store with the period: each hash has an end", async () => {
    const { raw, a } = await settled();
    await a.exchange([wish({ keepMs: 5_000 })]);
    expect(await raw.pttl("{meridian:limits}:requests|key|e|k")).toBeGreaterThan(0);
    await a.exchange([wish({ want: 0, keepMs: 5_000 })], true);
    expect(await raw.exists("{meridian:limits}:requests|key|e|k")).toBe(0);
    expect(await raw.zcard("{meridian:limits}:gateways")).toBe(0);
  });

  it("are given in small parts, of 1/16, in the 5 s after a Redis began empty", async () => {
    const server = await RedisServer.start();
    const a = await storeOf(server.url, "a");
    expect((await a.exchange([wish({ want: 100, limit: 160 })])).grants[0]?.granted).toBe(10);
  });

  it("work again with a Redis that was killed and began anew without the script", async () => {
    const { server, a } = await settled();
    await a.exchange([wish()]);
    await server.kill();
    await expect(a.exchange([wish()])).rejects.toThrow(/closed|writeable/);
    await server.begin();
    const answer = await eventually(
      "the new Redis answers",
      () => a.exchange([wish()]).catch(() => null),
      (heard) => heard !== null,
    );
    expect(answer?.grants[0]?.heldByOthers).toBe(0);
  });
});
