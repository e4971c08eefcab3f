import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect as connectSocket } from "node:net";
import { maxClientFrameBytes } from "@meridian/live-protocol";
import { CellAggregator, CellMap, summarise } from "@meridian/metrics";
import type { TicketCheck } from "@meridian/sealing";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { LiveTestClient } from "../../test/live-client.ts";
import { aRecord } from "@meridian/metrics/testing";
import { until } from "../../test/until.ts";
import type { LiveEnvironment } from "./live-environment.ts";
import { LiveHub } from "./live-hub.ts";
import { LiveServer } from "./live-server.ts";

const source = { instanceId: "gw-1", epoch: 7 };

/** Tickets of this test read `environment/nonce`; `bad` and `expired` are what they say. */
function checkTicket(text: string): TicketCheck {
  if (text === "bad" || text === "expired") return { kind: text };
  const [environmentId = "", nonce = ""] = text.split("/");
  return { kind: "valid", ticket: { environmentId, subject: "user-1", nonce, expiresAtMs: 2_000_000 } };
}

async function liveFeed(options: ConstructorParameters<typeof LiveServer>[1] = {}) {
  const environment: LiveEnvironment = {
    deployment: { id: "dep-1", configVersion: 4 },
    appliedAtMs: 900_000,
    table: null,
    state: { views: () => [], takeAttempts: () => [] },
  };
  const aggregator = new CellAggregator(source);
  const environments = new Map([
    ["env-1", environment],
    ["env-2", environment],
  ]);
  const clock = (): number => 1_000_000;
  const hub = new LiveHub({ source, registry: environments, aggregator, clock, recordsDropped: () => 2 });
  const live = new LiveServer({ hub, checkTicket, source, instanceName: "gateway-1", clock }, options);
  const server = createServer();
  server.on("upgrade", (request, socket, head) => live.upgrade(request, socket, head));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    hub.stop();
    live.close();
    server.close();
  });
  const origin = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connect = (clientOptions = {}): Promise<LiveTestClient> =>
    new LiveTestClient(`${origin}/live`, clientOptions).opened();
  const record = (fields: Parameters<typeof aRecord>[0] = {}): void => {
    const one = aRecord(fields);
    aggregator.add(one);
    hub.accept(one);
  };
  return { hub, live, origin, connect, record, environments };
}

async function subscribed(client: LiveTestClient, ticket: string): Promise<LiveTestClient> {
  client.subscribe(ticket);
  await until("the first tick came", () => client.ticks.length > 0);
  return client;
}

describe("a subscriber", () => {
  it("is welcomed, gets the open cells at once, and then one tick a second with what changed", async () => {
    const { connect, hub, record } = await liveFeed();
    record();
    const client = await subscribed(await connect(), "env-1/a");
    expect(client.frames[0]).toEqual({
      type: "welcome",
      protocol: 2,
      instanceId: "gw-1",
      instanceName: "gateway-1",
      epoch: 7,
      environmentId: "env-1",
      tickMs: 1_000,
    });
    record({ id: "seen" });
    hub.tick();
    hub.tick();
    await until("2 more ticks came", () => client.ticks.length === 3);
    expect(client.ticks.map(({ sequence, cells }) => [sequence, cells.length])).toEqual([
      [0, 1],
      [1, 1],
      [2, 0],
    ]);
    expect(client.ticks[1]).toMatchObject({
      instanceId: "gw-1",
      epoch: 7,
      deployment: { deploymentId: "dep-1", configVersion: 4, appliedAtMs: 900_000 },
      requests: [{ id: "seen" }],
      requestsOmitted: 0,
      recordsDropped: 2,
    });
    const cells = new CellMap();
    for (const tick of client.ticks) cells.upsert(tick.cells);
    expect(summarise(cells.between(0, Number.POSITIVE_INFINITY)).requests).toBe(2);
  });

  it("sees only its own environment", async () => {
    const { connect, hub, record } = await liveFeed();
    const client = await subscribed(await connect(), "env-2/a");
    record({ environmentId: "env-1" });
    hub.tick();
    await until("a tick came", () => client.ticks.length === 2);
    expect(client.ticks[1]).toMatchObject({ cells: [], requests: [] });
  });

  it("gets at most 50 requests a tick and the number of the others", async () => {
    const { connect, hub, record } = await liveFeed();
    const client = await subscribed(await connect(), "env-1/a");
    for (let at = 0; at < 73; at++) record();
    hub.tick();
    await until("a tick came", () => client.ticks.length === 2);
    expect(client.ticks[1]).toMatchObject({ requests: { length: 50 }, requestsOmitted: 23 });
  });

  it("that reads too slowly is dropped with too_slow, while another keeps its ticks", async () => {
    const { connect, hub, record } = await liveFeed();
    const slow = await subscribed(await connect(), "env-1/slow");
    const quick = await subscribed(await connect(), "env-1/quick");
    slow.socket.pause();
    for (let route = 0; route < 1_000; route++) record({ route: `route-${route}`, upstream: "u".repeat(500) });
    let ticks = 0;
    await until("the slow one is dropped", () => {
      if (quick.ticks.length > ticks && hub.clientCount === 2) {
        ticks = quick.ticks.length;
        for (let route = 0; route < 1_000; route++) record({ route: `route-${route}`, upstream: "u".repeat(500) });
        hub.tick();
      }
      if (ticks > 30) slow.socket.resume();
      return slow.closed !== null;
    });
    expect(slow.closed?.code).toBe(4429);
    expect(slow.error).toBe("too_slow");
    expect(quick.closed).toBeNull();
  });

  it("is ended when its time is over, and is welcome again with another ticket", async () => {
    const { connect, hub } = await liveFeed({ subscriptionMs: 20, subscriptionSpreadMs: 10 });
    const client = await subscribed(await connect(), "env-1/a");
    expect([await client.untilClosed(), client.error]).toEqual([4410, "subscription_ended"]);
    await until("it is no subscriber any more", () => hub.clientCount === 0);
    await subscribed(await connect(), "env-1/b");
  });

  it("that does not answer a ping is cut", async () => {
    const { connect } = await liveFeed({ pingEveryMs: 20 });
    const silent = await subscribed(await connect({ autoPong: false }), "env-1/a");
    const answering = await subscribed(await connect(), "env-1/b");
    expect(await silent.untilClosed()).toBe(1006);
    expect(answering.closed).toBeNull();
  });

  it("is told to go elsewhere when the gateway stops, and that its environment is gone when it is", async () => {
    const { connect, hub, live, environments } = await liveFeed();
    const client = await subscribed(await connect(), "env-1/a");
    const other = await subscribed(await connect(), "env-2/b");
    environments.delete("env-2");
    hub.tick();
    expect([await other.untilClosed(), other.error]).toEqual([4404, "unknown_environment"]);
    live.close();
    expect([await client.untilClosed(), client.error]).toEqual([1001, "going_away"]);
    await until("nobody is left", () => hub.clientCount === 0);
  });
});

describe("a socket is closed", () => {
  const used = async (connect: () => Promise<LiveTestClient>): Promise<void> => {
    await subscribed(await connect(), "env-1/once");
  };

  it.each([
    ["a bad ticket", "bad", 4401, "bad_ticket"],
    ["an expired ticket", "expired", 4403, "expired_ticket"],
    ["a ticket that was used before", "env-1/once", 4409, "used_ticket"],
    ["a ticket of an environment that is not served", "env-9/a", 4404, "unknown_environment"],
  ])("for %s", async (_why, ticket, closeCode, error) => {
    const { connect } = await liveFeed();
    await used(connect);
    const client = (await connect()).subscribe(ticket);
    expect([await client.untilClosed(), client.error]).toEqual([closeCode, error]);
  });

  it.each([
    ["text that is not JSON", "hello"],
    ["another frame", '{"type":"publish"}'],
    ["a binary frame", Buffer.from('{"type":"subscribe","ticket":"env-1/a"}')],
  ])("for %s", async (_why, frame) => {
    const { connect } = await liveFeed();
    const client = await connect();
    client.socket.send(frame);
    expect([await client.untilClosed(), client.error]).toEqual([4400, "bad_frame"]);
  });

  it("for a second frame", async () => {
    const { connect, hub } = await liveFeed();
    const client = await subscribed(await connect(), "env-1/a");
    client.subscribe("env-1/b");
    expect([await client.untilClosed(), client.error]).toEqual([4400, "bad_frame"]);
    await until("it is no subscriber any more", () => hub.clientCount === 0);
  });

  it("with 1009 for a frame over 4 KB", async () => {
    const { connect } = await liveFeed();
    const client = (await connect()).subscribe("x".repeat(maxClientFrameBytes));
    expect(await client.untilClosed()).toBe(1009);
  });

  it("when no subscribe frame comes in time", async () => {
    const { connect } = await liveFeed({ subscribeWithinMs: 20 });
    const client = await connect();
    expect([await client.untilClosed(), client.error]).toEqual([4408, "subscribe_timeout"]);
  });
});

/** A socket of which nothing but the bytes are a WebSocket's. */
async function raw(origin: string, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = connectSocket(Number(new URL(origin).port), "127.0.0.1");
  let text = "";
  socket.on("error", () => {});
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  for (const part of parts) socket.write(part);
  await once(socket, "close");
  return text;
}
const handshake = (key: string): string =>
  `GET /live HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n\r\n`;

describe("a flood", () => {
  it("of 100 sockets of garbage closes every one of them, and another subscriber keeps its ticks", async () => {
    const { connect, hub, origin } = await liveFeed();
    const other = await subscribed(await connect(), "env-1/a");
    const sound = handshake("dGhlIHNhbXBsZSBub25jZQ==");
    const masked = (...bytes: readonly number[]) => Buffer.from(bytes);
    const frames = [
      // Reserved bits, an unmasked text, a text of 2^63 bytes, a text that is no UTF-8, no frame at all.
      masked(0xf1, 0x80, 0, 0, 0, 0),
      masked(0x81, 0x02, 0x68, 0x69),
      masked(0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0),
      masked(0x81, 0x81, 0, 0, 0, 0, 0xff),
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
    ];
    await Promise.all(Array.from({ length: 100 }, (_, i) => raw(origin, sound, frames[i % frames.length] ?? "")));
    expect(hub.clientCount).toBe(1);
    const ticks = other.ticks.length;
    hub.tick();
    await until("another tick came", () => other.ticks.length > ticks);
  });

  it("of handshakes that are none is answered in JSON", async () => {
    const { origin } = await liveFeed();
    const text = await raw(origin, handshake("short"));
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4))).toMatchObject({ error: { code: "invalid_http" } });
  });
});

describe("an upgrade", () => {
  const statusOf = async (url: string): Promise<number> => {
    const socket = new WebSocket(url);
    socket.on("error", () => {});
    const [, response] = await once(socket, "unexpected-response");
    return response.statusCode;
  };

  it("beyond the bound of sockets is answered with 503", async () => {
    const { origin, connect } = await liveFeed({ maxSockets: 1 });
    await connect();
    expect(await statusOf(`${origin}/live`)).toBe(503);
  });
});
