import { connect } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { seededRandom, startEngine, type RunningEngine } from "@meridian/simulator";
import { helloStream } from "../testing/anthropic-transcripts.ts";
import { beginChat, chatBody } from "../testing/chat-call.ts";
import { eventMessage } from "../testing/event-message.ts";
import { chatHead } from "../testing/raw-call.ts";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";

const geminiPiece = `data: ${JSON.stringify({
  candidates: [{ content: { parts: [{ text: "Hello!" }], role: "model" }, index: 0 }],
  usageMetadata: { promptTokenCount: 4, totalTokenCount: 4 },
})}\n\n`;
const bedrockPiece = eventMessage("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hello!" } });

let engines: readonly RunningEngine[];
let gateway: TestGateway;
let yaml: string;

beforeEach(async () => {
  engines = await Promise.all([1, 2].map((seed) => startEngine({ seed, timeScale: 1, outputTokens: 200 })));
  const [east, west] = engines.map(({ url }) => url);
  yaml = routingYaml({ east: east ?? "", west: west ?? "" }, { policy: "round_robin" });
  gateway = await startTestGateway(yaml);
});
afterEach(async () => {
  await gateway.close();
  await Promise.all(engines.map((engine) => engine.close()));
});

it("rule 13: of 400 callers that leave at random points, while the config is swapped, none leaves anything behind but 1 record", async () => {
  const random = seededRandom(7);
  const body = chatBody({ stream: true });
  const whole = chatHead(`content-length: ${body.length}`) + body;
  let begun = 0;
  const leave = (): Promise<void> =>
    new Promise((resolve) => {
      const part = random() < 0.2 ? Math.floor(random() * whole.length) : whole.length;
      const headersWhole = part >= whole.length - body.length;
      if (headersWhole) begun += 1;
      const readAtMost = random() * 5_000;
      const socket = connect(gateway.port, "127.0.0.1");
      let read = 0;
      const go = (): void => void (random() < 0.5 ? socket.destroy() : socket.resetAndDestroy());
      socket.on("error", () => undefined);
      socket.on("close", () => resolve());
      socket.on("data", (chunk) => {
        read += chunk.length;
        if (read >= readAtMost) go();
      });
      socket.write(whole.slice(0, part), () => {
        if (part < whole.length || random() < 0.2) setImmediate(go);
      });
    });
  const swapping = setInterval(() => gateway.apply(yaml), 20);
  for (let i = 0; i < 8; i += 1) await Promise.all(Array.from({ length: 50 }, leave));
  clearInterval(swapping);
  await waitUntil(() => gateway.counters.requestsInFlight === 0, "nothing in flight");
  const [environment] = gateway.registry.all();
  expect(environment?.state.views(Date.now()).map(({ inFlight }) => inFlight)).toEqual([0, 0]);
  expect([gateway.counters.streamsOpen, gateway.counters.bodyBytesHeld]).toEqual([0, 0]);
  // A reset may overtake the headers that were written before it.
  expect(gateway.records.length).toBeLessThanOrEqual(begun);
  expect(gateway.records.length).toBeGreaterThan(begun * 0.8);
  expect(new Set(gateway.records.map(({ id }) => id)).size).toBe(gateway.records.length);
  await waitUntil(
    () => engines.every((engine) => engine.requests().every(({ aborted, endedAtMs }) => aborted || endedAtMs !== null)),
    "no upstream works for nobody",
  );
}, 30_000);

it("rule 13: a caller that leaves before a reply without streaming aborts the upstream, whose work is estimated", async () => {
  const upstream = await startRawUpstream(() => undefined);
  gateway.apply(routingYaml({ east: upstream.url }));
  const request = beginChat(gateway.url, chatBody()).on("error", () => undefined);
  await waitUntil(() => upstream.calls.length === 1, "the call");
  request.destroy();
  await waitUntil(() => upstream.calls[0]?.abortedAtMs !== null, "the abort");
  const record = await gateway.record();
  expect(record).toMatchObject({ outcome: "cancelled", status: 499, attemptCount: 1, tokensEstimated: true });
  expect([record.inputTokens > 0, record.outputTokens]).toEqual([true, 0]);
  expect([...gateway.registry.all()][0]?.state.view(0, Date.now()).inFlight).toBe(0);
  await upstream.close();
});

it.each([
  ["anthropic", "text/event-stream", helloStream.slice(0, 5).join(""), 25, 2],
  ["gemini", "text/event-stream", geminiPiece.repeat(2), 4, 2],
  ["bedrock", "application/vnd.amazon.eventstream", Buffer.concat([bedrockPiece, bedrockPiece]), null, 2],
])(
  "rule 13: a caller that leaves a stream translated from %s aborts the upstream and leaves one 499 with partial usage, marked estimated",
  async (provider, type, said, inputTokens, outputTokens) => {
    const upstream = await startRawUpstream((response) => {
      response.writeHead(200, { "content-type": type });
      response.write(said);
    });
    gateway.apply(routingYaml({ east: upstream.url }, { provider, upstream: "upstream_model: m" }));
    let text = "";
    const request = beginChat(gateway.url, chatBody({ stream: true })).on("error", () => undefined);
    request.on("response", (response) => {
      response.on("error", () => undefined);
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
    });
    await waitUntil(() => text.includes("Hello") && text.includes("!"), "the content");
    request.destroy();
    await waitUntil(() => upstream.calls[0]?.abortedAtMs !== null, "the abort");
    const record = await gateway.record();
    expect(record).toMatchObject({ outcome: "cancelled", status: 499, outputTokens, tokensEstimated: true });
    if (inputTokens !== null) expect(record.inputTokens).toBe(inputTokens);
    expect([gateway.counters.streamsOpen, gateway.counters.requestsInFlight, gateway.records.length]).toEqual([
      0, 0, 1,
    ]);
    await upstream.close();
  },
);
