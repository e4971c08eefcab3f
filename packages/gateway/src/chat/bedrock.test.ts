import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventMessage } from "../testing/event-message.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { replyJson } from "../testing/wire.ts";

/** The events of "ConverseStream" and "TokenUsage" of Amazon's API reference; `p` pads them to lengths that tell nothing. */
const usage = { inputTokens: 4, outputTokens: 3, totalTokens: 15, cacheReadInputTokens: 8 };
const text = (said: string): Buffer =>
  eventMessage("contentBlockDelta", { contentBlockIndex: 0, delta: { text: said }, p: "abcdefgh" });
const called = Buffer.concat([
  eventMessage("contentBlockStart", { contentBlockIndex: 1, start: { toolUse: { toolUseId: "t", name: "f" } } }),
  eventMessage("contentBlockDelta", { contentBlockIndex: 1, delta: { toolUse: { input: '{"a":1}' } } }),
  eventMessage("contentBlockStop", { contentBlockIndex: 1 }),
]);
const end = (stopReason: string): Buffer =>
  Buffer.concat([
    eventMessage("messageStop", { stopReason }),
    eventMessage("metadata", { usage, metrics: { latencyMs: 551 }, p: "ab" }),
  ]);
const hello = Buffer.concat([eventMessage("messageStart", { role: "assistant" }), text("Let’s "), text("go")]);

let east: RawUpstream;
let gateway: TestGateway;
let client: OpenAI;
const ask = { model: "chat", messages: [{ role: "user" as const, content: "Hello" }] };
const streams = (...pieces: readonly Buffer[]): void => {
  east.answer = (response) => {
    response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
    for (const piece of pieces) response.write(piece);
    response.end();
  };
};

beforeEach(async () => {
  east = await startRawUpstream((response) => replyJson(response, "{}"));
  const place = { provider: "bedrock", upstream: 'upstream_model: "anthropic.claude-v1:0"' };
  gateway = await startTestGateway(routingYaml({ east: east.url.replace("/v1", "") }, place));
  client = new OpenAI({ baseURL: gateway.url, apiKey: testKey, maxRetries: 0 });
});
afterEach(async () => {
  await gateway.close();
  await east.close();
});

describe("the real OpenAI client over Bedrock", () => {
  it("gets a completion, asked for in Converse's words and with its credential", async () => {
    const content = [{ text: "Hello!" }];
    const body = { output: { message: { role: "assistant", content } }, stopReason: "end_turn", usage };
    east.answer = (response) => replyJson(response, JSON.stringify(body));
    const answer = await client.chat.completions.create({ ...ask, max_tokens: 9, temperature: 0.5 });
    expect(answer.choices[0]).toMatchObject({ message: { content: "Hello!" }, finish_reason: "stop" });
    expect(east.calls[0]?.path).toBe("/model/anthropic.claude-v1%3A0/converse");
    expect(east.calls[0]?.headers["authorization"]).toBe("Bearer sk-upstream");
    expect(JSON.parse(east.calls[0]?.body ?? "")).toEqual({
      messages: [{ role: "user", content: [{ text: "Hello" }] }],
      inferenceConfig: { maxTokens: 9, temperature: 0.5 },
    });
    expect(await gateway.record()).toMatchObject({ inputTokens: 12, cachedInputTokens: 8, outputTokens: 3 });
  });

  it("streams a text and a call to their ends, cut anywhere", async () => {
    const whole = Buffer.concat([hello, called, end("tool_use")]);
    for (let at = 1; at < whole.length; at += 61) {
      streams(whole.subarray(0, at), whole.subarray(at));
      const final = await client.chat.completions.stream(ask).finalChatCompletion();
      expect(final.choices[0]).toMatchObject({
        finish_reason: "tool_calls",
        message: { content: "Let’s go", tool_calls: [{ id: "t", function: { name: "f", arguments: '{"a":1}' } }] },
      });
    }
    expect(east.calls[0]?.path).toBe("/model/anthropic.claude-v1%3A0/converse-stream");
  });

  const broken = text("broken");
  broken.writeUInt8(0x41, broken.length - 8);
  it.each([
    ["an exception", eventMessage("throttlingException", { message: "Slow down." }, "exception")],
    ["a broken checksum", broken],
    ["an end without a reason", Buffer.alloc(0)],
  ])("rule 6: raises when content is followed by %s", async (_what, after) => {
    streams(hello, after);
    const call = client.chat.completions.stream(ask).finalChatCompletion();
    expect(await call.catch((error: unknown) => error)).toBeInstanceOf(OpenAI.APIError);
    expect((await gateway.record()).outcome).toBe("failed");
  });

  it("refuses what Converse has no word for", async () => {
    const call = client.chat.completions.create({ ...ask, seed: 1 });
    expect(await call.catch((error: unknown) => error)).toMatchObject({ status: 400, param: "seed" });
  });
});
