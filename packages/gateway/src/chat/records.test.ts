import { afterEach, beforeEach, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { doneFrame, replyJson, replyStream, roleFrame, textFrame, usageFrame, completion } from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;

beforeEach(async () => {
  upstream = await startRawUpstream((response, call) => {
    if (JSON.parse(call.body).stream) replyStream(response, roleFrame, textFrame("a"), usageFrame, doneFrame);
    else replyJson(response, completion("a"));
  });
  const price =
    "price: { input_per_million_tokens: 2.50, cached_input_per_million_tokens: 1.25, output_per_million_tokens: 10.00 }";
  gateway = await startTestGateway(routingYaml({ east: upstream.url }, { upstream: price }), { region: "eu" });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

it("rule 16: leaves the whole of a request in its record: plan, attempts, timings, tokens, cost", async () => {
  const before = Date.now();
  await chat(gateway.url, chatBody({ stream: true }), {
    "x-meridian-session": "s-1",
    "x-meridian-region": "us-east",
    "x-meridian-tags": "a, b",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  });
  const record = await gateway.record();
  expect(record).toMatchObject({
    gatewayInstanceId: "test",
    endpoint: "chat.completions",
    stream: true,
    keyId: "local",
    keyName: "local",
    requestedModel: "chat",
    route: "chat",
    upstream: "east",
    configVersion: null,
    deploymentId: null,
    promptVariant: null,
    callerRegion: "us-east",
    outcome: "completed",
    status: 200,
    errorCode: null,
    attemptCount: 1,
    inputTokens: 12,
    cachedInputTokens: 8,
    outputTokens: 3,
    tokensEstimated: false,
    // 4 × 2.50 + 8 × 1.25 + 3 × 10 micro-USD.
    costNanoUsd: 50_000,
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    details: {
      gaveUp: null,
      errorMessage: null,
      plan: {
        route: "chat",
        policy: "round_robin",
        candidates: [{ name: "east", priority: 1 }],
        skipped: [],
        panic: false,
      },
      attempts: [{ upstream: "east", as: "first", status: 200, outcome: "completed", cause: null }],
    },
  });
  expect(record.startedAtMs).toBeGreaterThanOrEqual(before - 1);
  expect(record.sessionHash).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.stringify(record)).not.toContain('s-1"');
  const [attempt] = record.details.attempts;
  const times = [
    attempt?.startedAtMs,
    attempt?.headersAtMs,
    attempt?.firstTokenAtMs,
    attempt?.endedAtMs,
    record.durationMs,
  ];
  expect(times).toEqual([...times].sort((a, b) => Number(a) - Number(b)));
  expect(record.firstTokenMs).toBe(attempt?.firstTokenAtMs);
});

it("rule 16: hashes the same session alike, and leaves firstTokenMs out of replies that do not stream", async () => {
  for (let i = 0; i < 2; i += 1) await chat(gateway.url, chatBody(), { "x-meridian-session": "s" });
  await gateway.record(1);
  const [one, two] = gateway.records;
  expect(one?.sessionHash).toBe(two?.sessionHash);
  expect(one).toMatchObject({ firstTokenMs: null, callerRegion: "eu", stream: false });
});

it("rule 16: of 300 requests of every kind at once, each leaves exactly 1 record, under the id its caller saw", async () => {
  const bodies = ["{", chatBody(), chatBody({ stream: true }), chatBody({ model: "none" }), chatBody({ messages: [] })];
  const replies = await Promise.all(
    Array.from({ length: 300 }, (_, i) => chat(gateway.url, bodies[i % bodies.length] ?? "")),
  );
  await waitUntil(() => gateway.records.length >= 300, "300 records");
  expect(gateway.records.map(({ id }) => id).sort()).toEqual(
    replies.map(({ headers }) => headers["x-request-id"]).sort(),
  );
  expect(gateway.counters.requestsInFlight).toBe(0);
  expect(gateway.counters.answersByClass[2]).toBe(120);
  expect(gateway.counters.answersByClass[4]).toBe(180);
});
