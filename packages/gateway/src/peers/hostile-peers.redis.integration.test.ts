import { Redis } from "ioredis";
import { beforeAll, afterAll, describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { environments, PeeringGateway } from "../../test/peering-gateway.ts";
import { RedisServer } from "../../test/redis-server.ts";
import { writePeerMessage } from "./peer-message.ts";

const [production, staging] = environments;
const channel = "{meridian:peers}:0";

let server: RedisServer;
let end: () => Promise<void>;
beforeAll(async () => {
  server = await RedisServer.start((atEnd) => (end = atEnd));
});
afterAll(() => end());

const hashes = Uint32Array.from({ length: 30 }, (_, at) => at + 1);
const prefix = { hashes, ends: hashes.map((at) => at * 64) };
const prompt = { prefix: () => prefix, complexity: () => null };

/** What a gateway knows of the first upstream of an environment from others. */
const known = (gateway: PeeringGateway, environment: string) => {
  const { peers, prefixes } = gateway.east(environment);
  return { inFlight: peers.inFlight(Date.now()), cachedTokens: prefixes!.cachedTokens(prefix) };
};

const heardBy = (gateway: PeeringGateway, count: number) =>
  eventually(
    `${count} messages are heard`,
    async () => gateway.exchange.state.heard,
    (heard) => heard >= count,
  );

/** A way for anybody to write to the channel. */
function strangersVoice(): (message: string | Buffer) => Promise<number> {
  const redis = new Redis(server.url);
  onTestFinished(() => redis.disconnect());
  return (message) => redis.publish(channel, message);
}

describe("gateways of two environments whose upstreams are equal in name, provider and address", () => {
  it("hear of each environment what others have there and sent there, and nothing of the other one", async () => {
    const [one, two] = await Promise.all([PeeringGateway.start(server.url), PeeringGateway.start(server.url)]);
    for (let count = 0; count < 3; count++) one.send(production, prompt);
    await eventually(
      "it is heard",
      async () => known(two, production),
      ({ inFlight, cachedTokens }) => inFlight === 3 && cachedTokens === 1_920,
    );
    await heardBy(two, two.exchange.state.heard + 3);
    expect(known(two, staging)).toEqual({ inFlight: 0, cachedTokens: 0 });
    expect(known(one, staging)).toEqual({ inFlight: 0, cachedTokens: 0 });

    two.send(staging, prompt);
    await eventually(
      "it is heard",
      async () => known(one, staging),
      ({ inFlight, cachedTokens }) => inFlight === 1 && cachedTokens === 1_920,
    );
    // What it sent itself is cached there, and what another one sent to the other environment's is no more.
    expect(known(one, production)).toEqual({ inFlight: 0, cachedTokens: 1_920 });
    expect(known(two, production).inFlight).toBe(3);
  });
});

describe("a gateway that hears whoever may write to its Redis", () => {
  const ends: (() => void)[] = [];
  let attacked: PeeringGateway;
  beforeAll(async () => {
    attacked = await PeeringGateway.start(server.url, (stop) => ends.push(stop));
    await PeeringGateway.start(server.url, (stop) => ends.push(stop));
  });
  afterAll(() => {
    for (const stop of ends) stop();
  });

  it.each([
    ["nothing", ""],
    ["bytes that are no text", Buffer.of(0xff, 0xfe, 0x00, 0x80)],
    ["a text", "hello"],
    ["an object", '{"__proto__":{"from":1}}'],
    ["brackets 500,000 deep", "[".repeat(500_000)],
    ["another version", '[2,"x",[],[]]'],
    ["a gateway without a name", '[1,"",[],[]]'],
    ["a name of 100,000 letters", `[1,"${"x".repeat(100_000)}",[],[]]`],
    ["a load below nothing", '[1,"x",[[7,-1,0,0,-1]],[]]'],
    ["a load beyond numbers", '[1,"x",[[7,1e999,0,0,-1]],[]]'],
    ["100,000 wrong loads", `[1,"x",[${Array(100_000).fill("0").join()}],[]]`],
    ["300,000 prompts", `[1,"x",[],[${Array(300_000).fill("0").join()}]]`],
    ["prompts that are no hashes", '[1,"x",[],[[7,"?"]]]'],
    ["more than 1 MB", `[1,"x",[],[]]${" ".repeat(1_048_576)}`],
    ["3 MB, which it does not wait for", Buffer.alloc(3_000_000, "x")],
  ])("refuses %s and counts it, and goes on hearing the others", async (_what, message) => {
    const say = strangersVoice();
    const [refused, bytes] = [attacked.exchange.state.notUnderstood, process.memoryUsage().rss];
    await say(message);
    await eventually(
      "it is counted",
      async () => attacked.exchange.state.notUnderstood,
      (count) => count > refused,
    );
    expect(process.memoryUsage().rss - bytes).toBeLessThan(200_000_000);
    await heardBy(attacked, attacked.exchange.state.heard + 1);
    expect(attacked.exchange.state).toMatchObject({ gateways: 1, notUnderstood: refused + 1 });
  });
});

describe("of what is made up, a gateway", () => {
  it("keeps nothing of upstreams that it does not serve, and of its own what is said first", async () => {
    const gateway = await PeeringGateway.start(server.url);
    const say = strangersVoice();
    const { number } = gateway.east(production);
    const load = { inFlight: 2, outstandingTokens: 9, unreadTokens: 0, oldestWaitMs: -1 };
    const foreign = Array.from({ length: 9_000 }, (_, at) => ({ ...load, upstream: at + 1 }));
    const twice = [1, 2, 3].map((inFlight) => ({ ...load, upstream: number, inFlight }));
    const prompts = [{ upstream: 5, hashes: new Uint32Array(100_000).fill(9) }];
    await say(writePeerMessage({ from: "x", loads: [...foreign, ...twice], prompts }));
    await heardBy(gateway, 1);
    expect(known(gateway, production)).toEqual({ inFlight: 1, cachedTokens: 0 });
    expect(known(gateway, staging)).toEqual({ inFlight: 0, cachedTokens: 0 });
  });

  it("listens to 64 names however many are made up, and counts the others", async () => {
    const gateway = await PeeringGateway.start(server.url);
    const say = strangersVoice();
    const ends = Array.from({ length: 100 }, (_, at) => say(`[1,"made up ${at}",[],[]]`));
    await Promise.all(ends);
    await eventually(
      "64 are heard",
      async () => gateway.exchange.state,
      ({ gateways, unheardGateways }) => gateways === 64 && unheardGateways === 36,
    );
    // Each 2 s after it spoke, and they did not all speak in the same turn.
    const forgotten = await eventually(
      "all are forgotten",
      async () => gateway.exchange.state,
      ({ gateways, unheardGateways }) => gateways + unheardGateways === 0,
    );
    expect(forgotten.heard).toBe(64);
  });
});

it("prompts of a message that Redis did not take are counted, and not sent later", async () => {
  const own = await RedisServer.start();
  const gateway = await PeeringGateway.start(own.url);
  await own.kill();
  for (let count = 0; count < 3; count++) gateway.send(production, prompt);
  await eventually(
    "they are counted",
    async () => gateway.exchange.state,
    ({ promptsUnsent, unsent }) => promptsUnsent === 3 && unsent > 0,
  );
  expect(gateway.sent.take()).toEqual([]);
});
