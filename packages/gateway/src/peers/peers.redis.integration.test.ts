import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { GatewayChild } from "../../test/gateway-child.ts";
import { RedisServer } from "../../test/redis-server.ts";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { completion, replyJson } from "../testing/wire.ts";

const ends: (() => Promise<void>)[] = [];
const atEnd = (end: () => Promise<void>): void => void ends.push(end);
let server: RedisServer;
let one: GatewayChild;
let two: GatewayChild;
/** Replies of the first engine that wait to be let go. */
let held: ServerResponse[] = [];
/** Requests by engine. */
const served = { a: 0, b: 0 };

const route = (name: string, policy: string, ...upstreams: readonly string[]): string =>
  `  ${name}: { policy: ${policy}, targets: [${upstreams.map((upstream) => `{ upstream: ${upstream} }`).join(", ")}] }`;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "meridian-peers-"));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const engines = await Promise.all(
    (["a", "b"] as const).map((name) =>
      startRawUpstream((response, { body }) => {
        served[name] += 1;
        if (JSON.parse(body).model === "held") held.push(response);
        else replyJson(response, completion("hi"));
      }),
    ),
  );
  for (const engine of engines) atEnd(() => engine.close());
  const [a, b] = engines.map(({ url }) => url);
  const config = join(folder, "routing.yaml");
  await writeFile(
    config,
    `language: 1
upstreams:
  a: { provider: vllm, base_url: "${a}" }
  b: { provider: vllm, base_url: "${b}" }
routes:
${route("held", "round_robin", "a")}
${route("queued", "queue", "a", "b")}
${route("cached", "{ kind: adaptive, exploration: 0% }", "a", "b")}
gateway_keys: [{ name: local, key: local-key-1 }]
`,
  );
  server = await RedisServer.start(atEnd);
  // The second one serves with two threads: each of them is to know what the first gateway does.
  [one, two] = (await Promise.all(
    ["1", "2"].map((workers) => {
      const environment = {
        REDIS_URL: server.url,
        MERIDIAN_DATA_DIR: folder,
        GATEWAY_NAME: `gateway-${workers}`,
        GATEWAY_WORKERS: workers,
      };
      return GatewayChild.start(config, environment, atEnd);
    }),
  )) as [GatewayChild, GatewayChild];
});

afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** Once a gateway has heard what the other one has in flight now, and has sent until now. */
async function heardAll(gateway: GatewayChild): Promise<void> {
  const heard = () => gateway.metric("meridian_peer_messages_heard_total");
  const before = await heard();
  // More than the one that may have been on its way: a busy gateway may have some that it has not read.
  await eventually("four more messages are heard", heard, (now) => now >= before + 4);
}

/** What each engine served of requests to a route, one after the other. */
async function spread(gateway: GatewayChild, model: string, count: number, content?: string): Promise<typeof served> {
  const before = { ...served };
  for (let at = 0; at < count; at++) expect(await gateway.chat(model, content)).toBe(200);
  return { a: served.a - before.a, b: served.b - before.b };
}

describe("gateways that see each other over Redis", () => {
  it("leave an engine to the gateway that loads it, until it is idle again", async () => {
    const chats = Array.from({ length: 6 }, () => one.chat("held"));
    await eventually(
      "the first engine holds 6 requests",
      async () => held.length,
      (count) => count === 6,
    );
    await heardAll(two);
    // By chance once in a million: what was heard is forgotten when a gateway gets no time for 2 s, and is heard again then.
    for (const route of ["queued", "cached"]) {
      const twenty = () => spread(two, route, 20);
      await eventually(`20 in a row of ${route} go to the idle engine`, twenty, ({ a }) => a === 0);
    }
    const others = () => two.metric("meridian_peers");
    await eventually("the other gateway is heard", others, (count) => count === 1);
    for (const response of held) replyJson(response, completion("hi"));
    held = [];
    expect(await Promise.all(chats)).toEqual(Array.from({ length: 6 }, () => 200));
    await heardAll(two);
    expect((await spread(two, "queued", 30)).a).toBeGreaterThan(0);
  });

  it("know what the other one sent to be cached, in every thread", async () => {
    const content = "A long beginning that many questions share. ".repeat(200);
    const first = await spread(one, "cached", 1, content);
    await heardAll(two);
    expect(await spread(two, "cached", 12, content)).toEqual({ a: 12 * first.a, b: 12 * first.b });
  });

  it("go on by themselves while Redis is gone, and see each other again after it", async () => {
    await server.kill();
    await eventually(
      "nobody is heard",
      () => two.metric("meridian_peers"),
      (count) => count === 0,
    );
    expect(await two.metric("meridian_peer_messages_unsent_total")).toBeGreaterThan(0);
    expect(await two.chat("queued")).toBe(200);
    await server.begin();
    for (const gateway of [one, two])
      await eventually(
        "the other one is heard",
        () => gateway.metric("meridian_peers"),
        (count) => count === 1,
      );
    expect(two.output).toContain("this gateway routes by its own requests alone");
    expect(await one.metric("meridian_peer_messages_refused_total")).toBe(0);
  });
});
