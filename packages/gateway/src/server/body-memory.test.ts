import { afterEach, beforeEach, expect, it } from "vitest";
import { beginChat, chat, chatBody, readReply } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { completion, replyJson } from "../testing/wire.ts";
import { type BodyBounds, BodyMemory } from "./body-memory.ts";
import { GatewayCounters } from "./gateway-counters.ts";

let upstream: RawUpstream;
let gateway: TestGateway;

beforeEach(async () => {
  upstream = await startRawUpstream((response) => replyJson(response, completion("hi")));
  gateway = await startTestGateway(routingYaml({ east: upstream.url }), { maxHeldBodyBytes: 1_000_000 });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const large = chatBody({ pad: "x".repeat(400_000) });
const held = () => gateway.counters.bodyBytesHeld;

it("rule 12: the bodies of requests in flight have a bound together; beyond it 503 and when to come again, at once", async () => {
  const answers: (() => void)[] = [];
  upstream.answer = (response) => void answers.push(() => replyJson(response, completion("hi")));
  const first = readReply(beginChat(gateway.url, large));
  const leaver = beginChat(gateway.url, large).on("error", () => undefined);
  await waitUntil(() => upstream.calls.length === 2, "two in flight");
  expect(held()).toBe(2 * large.length);
  const third = await chat(gateway.url, large);
  expect([third.status, JSON.parse(third.text).error.code, third.headers["retry-after"]]).toEqual([
    503,
    "gateway_full",
    "1",
  ]);
  expect(upstream.calls).toHaveLength(2);
  // What there is room for is served meanwhile.
  upstream.answer = (response) => replyJson(response, completion("small"));
  expect((await chat(gateway.url, chatBody())).status).toBe(200);
  // Whoever ends or leaves gives its room back, and so did the one that found none.
  leaver.destroy();
  answers[0]?.();
  expect((await first).status).toBe(200);
  await waitUntil(() => held() === 0, "all of the room");
  expect((await chat(gateway.url, large)).status).toBe(200);
});

it("rule 12: a body that is refused, broken or left half sent gives its room back", async () => {
  const refused = chatBody({ model: "nope", pad: "x".repeat(100_000) });
  expect((await chat(gateway.url, refused)).status).toBe(404);
  expect((await chat(gateway.url, large.slice(0, -1))).status).toBe(400);
  const sending = beginChat(gateway.url, large, { "content-length": String(large.length + 1) });
  sending.on("error", () => undefined);
  await waitUntil(() => held() === large.length, "half of a body");
  sending.destroy();
  await waitUntil(() => held() === 0, "all of the room");
});

const memoryOf = (bounds: BodyBounds, environments: { size: number }) => {
  const counters = new GatewayCounters();
  const memory = new BodyMemory(bounds, environments, counters);
  const take = (id: string, bytes: number) => memory.take(memory.heldBy(id), bytes);
  const give = (id: string, bytes: number) => memory.give(memory.heldBy(id), bytes);
  return { take, give, counters };
};

it("rule 21: one environment of several leaves half of the room to the others", () => {
  const { take, give, counters } = memoryOf({ most: 1_000, largest: 100 }, { size: 2 });
  expect([take("a", 400), take("a", 101), take("a", 100), take("a", 1)]).toEqual([true, false, true, false]);
  expect([take("b", 500), take("b", 1)]).toEqual([true, false]);
  give("a", 100);
  expect([take("b", 1), take("a", 100), counters.bodyBytesHeld]).toEqual([false, true, 1_000]);
});

it("a body of the largest size fits where half of the room is less, and nothing else is held", () => {
  const { take, give } = memoryOf({ most: 1_000, largest: 800 }, { size: 2 });
  expect([take("a", 800), take("a", 1), take("b", 201), take("b", 200)]).toEqual([true, false, false, true]);
  give("a", 800);
  expect(take("b", 600)).toBe(true);
});

it("environments that come and go leave nothing, and those that hold something are not forgotten", () => {
  const { take, give, counters } = memoryOf({ most: 1_000, largest: 100 }, { size: 2 });
  expect(take("a", 500)).toBe(true);
  for (let each = 0; each < 1_000; each += 1) {
    take(`gone ${each}`, 10);
    give(`gone ${each}`, 10);
  }
  expect([take("a", 1), counters.bodyBytesHeld]).toEqual([false, 500]);
});
