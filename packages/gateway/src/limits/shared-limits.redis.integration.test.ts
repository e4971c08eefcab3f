import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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
const limit = 150;
const routes = ["even", "one", "gone", "restarted", "killed"] as const;
type Route = (typeof routes)[number];

const ends: (() => Promise<void>)[] = [];
const atEnd = (end: () => Promise<void>): void => void ends.push(end);
let server: RedisServer;
let redis: Redis;
let folder: string;
let gateways: GatewayChild[];

const configOf = (url: string): string => `language: 1
upstreams:
  first: { provider: vllm, base_url: "${url}", price: { input_per_million_tokens: 0, output_per_million_tokens: 1000000 } }
routes:
${routes.map((name) => `  ${name}: { match: { models: [${name}] }, policy: round_robin, targets: [{ upstream: first }], spend_limit: { amount_usd: ${3 * limit}, period: month } }`).join("\n")}
gateway_keys: [{ name: local, key: local-key-1 }]
`;

function start(name: string): Promise<GatewayChild> {
  // One of them serves with two threads, which share its part.
  const workers = name === "b" ? "2" : "1";
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
  const upstream = await startRawUpstream((response) => replyJson(response, completion("hi")));
  atEnd(() => upstream.close());
  await writeFile(join(folder, "routing.yaml"), configOf(upstream.url));
  server = await RedisServer.start(atEnd);
  redis = new Redis(server.url);
  redis.on("error", () => {});
  atEnd(async () => redis.disconnect());
  gateways = await Promise.all(["a", "b", "c"].map(start));
  await untilAll("meridian_limit_gateways", 3);
});

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
function wave(route: Route, counts: readonly number[], to = gateways): Promise<number[]> {
  return Promise.all(to.map((gateway, i) => gateway.admitted(counts[i] ?? 0, route)));
}

/** Waves until they have let in `enough` together, and one more. */
async function load(route: Route, counts: readonly number[], enough: number, to = gateways): Promise<number> {
  let admitted = 0;
  await eventually(
    `${enough} are let in`,
    async () => (admitted += sum(await wave(route, counts, to))),
    () => admitted >= enough,
    50_000,
  );
  return admitted + sum(await wave(route, counts, to));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** How much of a route's limit a gateway holds, in requests. */
async function heldBy(name: string, route: Route): Promise<number> {
  const [key = ""] = await redis.keys(`{meridian:limits}:spend|route|*|${route}|*`);
  const id = (await readFile(join(folder, "gateways", name, "instance-id"), "utf8")).trim();
  const part = await redis.hget(key, id);
  return Number(part?.split(" ")[0] ?? 0) / 3e9;
}

describe("three gateways that share a limit over a real Redis", () => {
  it("rule 15: let in all of it and not one more, under load on all at a time", async () => {
    expect(await load("even", [5, 5, 5], limit)).toBe(limit);
  });

  it("rule 15: let in all of it and not one more, under load on one of them", async () => {
    expect(await load("one", [5, 0, 0], limit)).toBe(limit);
  });

  it("rule 15: keep it by local shares while Redis is gone, say so, and go on together when it is back", async () => {
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
    for (const { output } of gateways) {
      expect(output.match(/Redis is gone: limits are kept by local shares/g)).toHaveLength(1);
      expect(output.match(/Redis answers: limits are shared by leases/g)).toHaveLength(2);
    }
  });

  it("rule 15: count once what a gateway used before it was restarted", async () => {
    const before = await load("restarted", [5, 5, 5], 60);
    expect(await gateways[0]?.end("SIGTERM")).toBe(0);
    gateways[0] = await start("a");
    expect(before + (await load("restarted", [5, 5, 5], limit - before))).toBe(limit);
  });

  it("rule 15: let in all but what one had leased that is killed", async () => {
    let byKilled = 0;
    let before = 0;
    await eventually(
      "each has let something in",
      async () => {
        const counts = await wave("killed", [5, 5, 5]);
        byKilled += counts[0] ?? 0;
        before += sum(counts);
      },
      () => before >= 45 && byKilled > 0,
    );
    await gateways[0]?.end("SIGKILL");
    const stranded = (await heldBy("a", "killed")) - byKilled;
    const enough = Math.floor(limit - stranded) - before;
    expect(await load("killed", [5, 5], enough, gateways.slice(1))).toBe(enough);
    expect(stranded).toBeLessThan(limit - before);
  });
});
