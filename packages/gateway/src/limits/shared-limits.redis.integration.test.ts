import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { GatewayChild } from "../../test/gateway-child.ts";
import { RedisServer } from "../../test/redis-server.ts";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { completion, replyJson } from "../testing/wire.ts";

/** What each route may let in a month, at 3 dollars each: what is asked for and what is used are the same. */
const spending = { even: 90, one: 90, gone: 150, restarted: 60, killed: 60 } as const;

/** Tokens that each reply says it used, of prompt and reply. */
const tokensEach = 15;
const tokensPerMinute = 1_500;
/** What is expected of a request: its body's bytes ÷ 4, and the 3 tokens that it allows. */
const tokensAsked = 30;
const requestsPerMinute = 120;
/** Leases come no more often than this: asking more often would only be work. */
const turnMs = 125;

const places = 40;

const ends: (() => Promise<void>)[] = [];
const atEnd = (end: () => Promise<void>): void => void ends.push(end);
let server: RedisServer;
let redis: Redis;
let folder: string;
let gateways: GatewayChild[];
/** Replies that wait to be let go, by model. */
const held = { waiting: [] as ServerResponse[], crowded: [] as ServerResponse[] };

const routeYaml = (name: string, limits: string, upstream = "first"): string =>
  `  ${name}: { match: { models: [${name}] }, policy: round_robin, targets: [{ upstream: ${upstream} }], ${limits} }`;

const configOf = (url: string): string => `language: 1
upstreams:
  first: { provider: vllm, base_url: "${url}", price: { input_per_million_tokens: 0, output_per_million_tokens: 1000000 } }
  small: { provider: vllm, base_url: "${url}", upstream_model: crowded, limits: { max_in_flight: ${places} } }
routes:
${[
  ...Object.entries(spending).map(([name, limit]) =>
    routeYaml(name, `spend_limit: { amount_usd: ${3 * limit}, period: month }`),
  ),
  routeYaml("requests", `limits: { requests_per_minute: ${requestsPerMinute} }`),
  routeYaml("tokens", `limits: { tokens_per_minute: ${tokensPerMinute} }`),
  routeYaml("waiting", `limits: { max_in_flight: ${places} }`),
  routeYaml("crowded", "description: bounded by its upstream", "small"),
].join("\n")}
gateway_keys: [{ name: local, key: local-key-1 }]
`;

function start(name: string): Promise<GatewayChild> {
  // Two of them serve with two threads each, which share their gateway's part.
  const workers = name === "a" ? "1" : "2";
  const environment = {
    REDIS_URL: server.url,
    MERIDIAN_DATA_DIR: folder,
    GATEWAY_NAME: name,
    GATEWAY_WORKERS: workers,
  };
  return GatewayChild.start(join(folder, "routing.yaml"), environment, atEnd);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "meridian-shared-limits-"));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const upstream = await startRawUpstream((response, { body }) => {
    const { model } = JSON.parse(body);
    if (model === "waiting" || model === "crowded") held[model as keyof typeof held].push(response);
    else replyJson(response, completion("hi"));
  });
  atEnd(() => upstream.close());
  await writeFile(join(folder, "routing.yaml"), configOf(upstream.url));
  server = await RedisServer.start(atEnd);
  redis = new Redis(server.url);
  redis.on("error", () => {});
  await settle();
  atEnd(async () => redis.disconnect());
  gateways = await Promise.all(["a", "b", "c"].map(start));
  await untilAll("meridian_limit_gateways", 3);
});

/** As if Redis had begun long enough ago for everybody to have said what they hold. */
async function settle(): Promise<void> {
  await redis.set("{meridian:limits}:began", 1);
}

afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

async function untilAll(metric: string, value: number): Promise<void> {
  await eventually(
    `${metric} is ${value} everywhere`,
    () => Promise.all(gateways.map((gateway) => gateway.metric(metric))),
    (values) => values.every((each) => each === value),
    30_000,
  );
}

/** One wave of requests to all of these at a time; how many each let in. */
function wave(route: string, counts: readonly number[], to = gateways): Promise<number[]> {
  return Promise.all(to.map((gateway, i) => gateway.admitted(counts[i] ?? 0, route)));
}

/** Where nothing was let in, one is enough to ask for more. */
const oneOf = (count: number): number => Math.min(1, count);

/** Waves until they have let in `enough` together, and one more. */
async function load(route: string, counts: readonly number[], enough: number, to = gateways): Promise<number> {
  let admitted = 0;
  let last = 1;
  const send = async (): Promise<number> => {
    last = sum(await wave(route, last === 0 ? counts.map(oneOf) : counts, to));
    return (admitted += last);
  };
  await eventually(`${enough} are let in`, send, () => admitted >= enough, 50_000, turnMs);
  return admitted + sum(await wave(route, counts, to));
}

/** Sends waves until that many replies are held at a time; resolves to what becomes of all requests, once all else is refused. */
async function fill(route: keyof typeof held, counts: readonly number[]): Promise<Promise<number>[]> {
  const sent: Promise<number>[] = [];
  let answered = 0;
  let before = -1;
  const send = async (): Promise<number> => {
    const now = held[route].length > before ? counts : counts.map(oneOf);
    before = held[route].length;
    for (const [i, count] of now.entries()) {
      for (let n = 0; n < count; n++) {
        const status = gateways[i]!.chat(route);
        sent.push(status);
        void status.then(() => (answered += 1));
      }
    }
    return await eventually(
      "each is held or refused",
      async () => held[route].length,
      (count) => count + answered === sent.length,
      30_000,
    );
  };
  await eventually(`${places} are held`, send, (count) => count >= places, 30_000, turnMs);
  await send();
  return sent;
}

/** Lets all go; how many were served of those that had been sent. */
async function empty(route: keyof typeof held, sent: readonly Promise<number>[]): Promise<number> {
  for (const response of held[route].splice(0)) replyJson(response, completion("hi"));
  const statuses = await Promise.all(sent);
  expect(statuses.every((status) => [200, 429, 503].includes(status))).toBe(true);
  return statuses.filter((status) => status === 200).length;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** How much of a route's limit a gateway holds, in requests. */
async function heldBy(name: string, route: string): Promise<number> {
  const [key = ""] = await redis.keys(`{meridian:limits}:spend|route|*|${route}|*`);
  const id = (await readFile(join(folder, "gateways", name, "instance-id"), "utf8")).trim();
  const parts = Object.entries(await redis.hgetall(key)).filter(([holder]) => holder.startsWith(`${id}/`));
  expect(parts).toHaveLength(1);
  return Number(parts[0]?.[1].split(" ")[0]) / 3e9;
}

describe("three gateways, two of them of two threads, that share a limit over a real Redis", () => {
  it.concurrent("rule 15: let in all of it and not one more, under load on all at a time", async () => {
    expect(await load("even", [5, 5, 5], spending.even)).toBe(spending.even);
  });

  it.concurrent("rule 15: let in all of it and not one more, under load on one of them", async () => {
    expect(await load("one", [5, 0, 0], spending.one)).toBe(spending.one);
  });

  it.concurrent("rule 15: let in at least 95 % of the requests of a minute, and none beyond", async () => {
    const admitted = await load("requests", [5, 5, 5], requestsPerMinute * 0.95);
    expect(admitted).toBeLessThanOrEqual(requestsPerMinute);
  });

  it.concurrent("rule 15: let in at least 95 % of the tokens of a minute, and none beyond", async () => {
    const enough = Math.ceil((tokensPerMinute - tokensAsked) / tokensEach);
    const admitted = await load("tokens", [5, 5, 5], enough);
    expect(enough * tokensEach).toBeGreaterThanOrEqual(tokensPerMinute * 0.95);
    expect(admitted * tokensEach).toBeLessThanOrEqual(tokensPerMinute);
  });

  it.concurrent.each([
    ["a route", "waiting"],
    ["an upstream", "crowded"],
  ] as const)(
    "rule 15: have no more in flight of %s than its limit, and all of it wherever it is asked for",
    async (_, route) => {
      for (const counts of [
        [15, 15, 15],
        [0, 45],
      ]) {
        const sent = await fill(route, counts);
        expect(held[route].length).toBe(places);
        expect(await empty(route, sent)).toBe(places);
      }
    },
  );

  it("rule 15: keep it by local shares while Redis is gone, say so, and go on together when it is back", async () => {
    const limit = spending.gone;
    // A machine with much to do may have kept a gateway from Redis for its 2 s before.
    const said = gateways.map(({ output }) => output.length);
    const before = await load("gone", [5, 5, 5], 40);
    const killing = server.kill();
    const meanwhile = sum(await wave("gone", [5, 5, 5]));
    await killing;
    await untilAll("meridian_limit_leases_connected", 0);
    const alone = await load("gone", [5, 5, 5], 30);
    expect(before + meanwhile + alone).toBeLessThanOrEqual(limit);
    await server.begin();
    await untilAll("meridian_limit_leases_connected", 1);
    const after = await load("gone", [5, 5, 5], limit * 0.95 - before - meanwhile - alone);
    const over = sum(await wave("gone", [10, 10, 10]));
    const total = before + meanwhile + alone + after + over;
    expect(total).toBeGreaterThanOrEqual(limit * 0.95);
    expect(total).toBeLessThanOrEqual(limit * 1.125);
    for (const [i, { output }] of gateways.entries()) {
      const since = output.slice(said[i]);
      expect(since.match(/Redis is gone: limits are kept by local shares/g)).toHaveLength(1);
      expect(since.match(/Redis answers: limits are shared by leases/g)).toHaveLength(1);
    }
  });

  it("rule 15: count once what a gateway used before it was restarted", async () => {
    await settle();
    const limit = spending.restarted;
    const before = await load("restarted", [5, 5, 5], 20);
    expect(await gateways[0]?.end("SIGTERM")).toBe(0);
    gateways[0] = await start("a");
    expect(before + (await load("restarted", [5, 5, 5], limit - before))).toBe(limit);
  });

  it("rule 15: let in all but what one had leased that is killed", async () => {
    const limit = spending.killed;
    let byKilled = 0;
    let before = 0;
    await eventually(
      "each has let something in",
      async () => {
        const counts = await wave("killed", [5, 5, 5]);
        byKilled += counts[0] ?? 0;
        before += sum(counts);
      },
      () => before >= 20 && byKilled > 0,
    );
    await gateways[0]?.end("SIGKILL");
    const stranded = (await heldBy("a", "killed")) - byKilled;
    const enough = Math.floor(limit - stranded) - before;
    expect(await load("killed", [5, 5], enough, gateways.slice(1))).toBe(enough);
    expect(stranded).toBeLessThan(limit - before);
  });
});
