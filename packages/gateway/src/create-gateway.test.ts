import { request as httpRequest, Agent } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { beginChat, chat, chatBody, readReply } from "./testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "./testing/raw-upstream.ts";
import { routingYaml } from "./testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "./testing/start-test-gateway.ts";
import { waitUntil } from "./testing/wait-until.ts";
import { beginStream, completion, doneFrame, finishFrame, replyJson, roleFrame, textFrame } from "./testing/wire.ts";

let upstream: RawUpstream;
let other: RawUpstream;
let gateway: TestGateway;
let finish: (() => void) | null = null;

beforeEach(async () => {
  finish = null;
  upstream = await startRawUpstream((response) => {
    beginStream(response, roleFrame, textFrame("old"));
    finish = () => response.end(finishFrame + doneFrame);
  });
  other = await startRawUpstream((response) => replyJson(response, completion("new")));
  gateway = await startTestGateway(routingYaml({ east: upstream.url }));
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([upstream.close(), other.close()]);
});

it("rule 18: a config swap changes where new requests go, and a stream that runs ends on what it began with", async () => {
  const running = readReply(beginChat(gateway.url, chatBody({ stream: true })));
  await waitUntil(() => finish !== null, "the stream");
  gateway.apply(routingYaml({ west: other.url }));
  expect((await chat(gateway.url, chatBody())).headers["x-meridian-upstream"]).toBe("west");
  finish?.();
  const reply = await running;
  expect(reply.text).toBe(roleFrame + textFrame("old") + finishFrame + doneFrame);
  expect(gateway.records).toMatchObject([{ upstream: "west" }, { upstream: "east", outcome: "completed" }]);
});

it("rule 18: a config swap between a failed attempt and its retry neither loses the request nor counts for the wrong upstream", async () => {
  let fail: (() => void) | null = null;
  upstream.answer = (response) => {
    fail = () => replyJson(response, "{}", 500);
  };
  const two = { east: upstream.url, west: other.url };
  gateway.apply(routingYaml(two));
  const running = chat(gateway.url, chatBody());
  await waitUntil(() => fail !== null, "the call");
  // The indices of the upstreams change places.
  gateway.apply(routingYaml({ third: "http://127.0.0.1:9/v1", west: other.url, east: upstream.url }));
  fail!();
  expect((await running).headers["x-meridian-upstream"]).toBe("west");
  const [environment] = gateway.registry.all();
  expect(environment?.state.views(Date.now()).map(({ inFlight }) => inFlight)).toEqual([0, 0, 0]);
});

it("rule 18: 30 config swaps under load drop none of 600 requests", async () => {
  upstream.answer = (response) => replyJson(response, completion("old"));
  let swaps = 0;
  const enoughSwaps = () => swaps >= 30;
  const swapping = setInterval(() => {
    swaps += 1;
    gateway.apply(routingYaml(swaps % 2 === 0 ? { east: upstream.url } : { west: other.url, east: upstream.url }));
  }, 5);
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const statuses: number[] = [];
  const worker = async (): Promise<void> => {
    do statuses.push((await readReply(post(agent))).status);
    while (statuses.length < 600 || !enoughSwaps());
  };
  await Promise.all(Array.from({ length: 20 }, worker));
  clearInterval(swapping);
  agent.destroy();
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  expect(statuses.length).toBeGreaterThanOrEqual(600);
});

function post(agent: Agent) {
  const request = httpRequest(`${gateway.url}/chat/completions`, {
    method: "POST",
    agent,
    headers: { authorization: `Bearer ${testKey}` },
  });
  request.end(chatBody());
  return request;
}

it("rule 18: keeps the last good config when the next one is wrong", () => {
  const result = gateway.registry.apply({ kind: "file", yaml: "language: 1\nroutes: []" }, Date.now());
  expect(result.state).toBe("rejected");
  expect([...gateway.registry.all()][0]?.table?.upstreams[0]?.name).toBe("east");
});

it("rule 18: told to stop, takes no more connections and lets a stream finish", async () => {
  const running = readReply(beginChat(gateway.url, chatBody({ stream: true })));
  await waitUntil(() => finish !== null, "the stream");
  const stopped = gateway.gateway.stop(10_000);
  await expect(chat(gateway.url, chatBody())).rejects.toThrow("ECONNREFUSED");
  finish?.();
  expect((await running).text.endsWith(doneFrame)).toBe(true);
  await stopped;
  expect(gateway.records).toMatchObject([{ outcome: "completed" }]);
});

it("rule 18: ends what has not finished within the limit: streams with an error event, others with 503", async () => {
  const stream = readReply(beginChat(gateway.url, chatBody({ stream: true })));
  await waitUntil(() => finish !== null, "the stream");
  upstream.answer = () => undefined;
  const waiting = readReply(beginChat(gateway.url, chatBody()));
  await waitUntil(() => upstream.calls.length === 2, "the second call");
  await gateway.gateway.stop(50);
  const [cut, refused] = await Promise.all([stream, waiting]);
  expect(cut.text).toContain('"code":"shutting_down"');
  expect(cut.text).not.toContain("[DONE]");
  expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([503, "shutting_down"]);
  expect(refused.headers["retry-after"]).toBe("1");
  expect(gateway.records).toMatchObject([{ outcome: "failed" }, { outcome: "failed", status: 503 }]);
  await waitUntil(
    () => upstream.calls.every(({ abortedAtMs }) => abortedAtMs !== null),
    "both upstream calls to be closed",
  );
});

it("rule 18: a request that waits for a cooldown when the gateway stops is answered with 503", async () => {
  const retry = "max_attempts: 1";
  gateway.apply(routingYaml({ east: upstream.url }, { retry }));
  upstream.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "4" });
  expect((await chat(gateway.url, chatBody())).status).toBe(429);
  const waiting = readReply(beginChat(gateway.url, chatBody()));
  await waitUntil(() => gateway.counters.requestsWaiting === 1, "it to wait");
  await gateway.gateway.stop(50);
  const reply = await waiting;
  expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([503, "shutting_down"]);
  expect([gateway.counters.requestsWaiting, gateway.counters.requestsInFlight]).toEqual([0, 0]);
});

it("says at once that a port is taken", async () => {
  await expect(startTestGateway(null, { port: gateway.port })).rejects.toThrow("EADDRINUSE");
});
