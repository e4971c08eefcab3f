import Anthropic from "@anthropic-ai/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  helloMessage,
  helloStream,
  overloadedFrame,
  thinkingStream,
  toolStream,
} from "../testing/anthropic-transcripts.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { beginStream, replyJson, replyStream } from "../testing/wire.ts";

let east: RawUpstream;
let west: RawUpstream;
let gateway: TestGateway;
let client: Anthropic;

beforeEach(async () => {
  east = await startRawUpstream((response) => replyStream(response, ...helloStream));
  west = await startRawUpstream((response) => replyStream(response, ...helloStream));
  gateway = await startTestGateway(
    routingYaml(
      { east: east.url, west: west.url },
      { provider: "anthropic", upstream: "upstream_model: claude-opus-4-6" },
    ),
  );
  client = new Anthropic({ baseURL: gateway.url.replace(/\/v1$/, ""), apiKey: testKey, maxRetries: 0 });
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([east.close(), west.close()]);
});

const ask = { model: "chat", max_tokens: 1024, messages: [{ role: "user" as const, content: "Hello" }] };

describe("the real Anthropic client", () => {
  it("gets a message, with the usage that its upstream counted, over x-api-key", async () => {
    east.answer = (response) => replyJson(response, helloMessage);
    const message = await client.messages.create(ask);
    expect(message.content).toEqual([{ type: "text", text: "Hello!" }]);
    expect(message._request_id).toBe((await gateway.record()).id);
    expect(await gateway.record()).toMatchObject({ endpoint: "messages", inputTokens: 12, outputTokens: 6 });
    expect(JSON.parse(east.calls[0]?.body ?? "")).toEqual({ ...ask, model: "claude-opus-4-6" });
  });

  it("streams a text, a tool call and a thought to their ends, as published", async () => {
    const final = (frames: readonly string[]) => {
      east.answer = (response) => replyStream(response, ...frames);
      return client.messages.stream(ask).finalMessage();
    };
    expect(await final(helloStream)).toMatchObject({ content: [{ text: "Hello!" }], stop_reason: "end_turn" });
    expect(await final(toolStream)).toMatchObject({
      content: [{}, { name: "get_weather", input: { location: "San Francisco, CA" } }],
      stop_reason: "tool_use",
    });
    expect(await final(thinkingStream)).toMatchObject({
      content: [{ thinking: expect.stringContaining("147 = 7 × 21 + 0") }, { text: expect.stringContaining("**21**") }],
    });
    // The cache's part of the input is counted in, as its price differs.
    expect((await gateway.record(2)).inputTokens).toBe(341);
    expect(gateway.records.map((record) => [record.outcome, record.outputTokens, record.cachedInputTokens])).toEqual([
      ["completed", 15, 0],
      ["completed", 89, 0],
      ["completed", 60, 200],
    ]);
  });

  it("is told in its own words that tokens are counted nowhere here", async () => {
    const error = await client.messages.countTokens({ model: "chat", messages: ask.messages }).catch((each) => each);
    expect(error).toBeInstanceOf(Anthropic.NotFoundError);
    expect(error.message).toContain("/v1/messages/count_tokens");
  });

  it("rule 5: sees nothing of an upstream that is overloaded before its first token", async () => {
    east.answer = (response) => replyStream(response, ...helloStream.slice(0, 3), overloadedFrame);
    expect((await client.messages.stream(ask).finalMessage()).content).toMatchObject([{ text: "Hello!" }]);
    east.answer = (response) =>
      replyJson(response, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', 529);
    west.answer = (response) => replyJson(response, helloMessage);
    expect((await client.messages.create(ask)).content).toMatchObject([{ text: "Hello!" }]);
  });

  it.each([
    ["an error", (response: Parameters<typeof beginStream>[0]) => response.end(overloadedFrame)],
    ["a cut", (response: Parameters<typeof beginStream>[0]) => response.socket?.destroy()],
    ["an end without message_stop", (response: Parameters<typeof beginStream>[0]) => response.end()],
  ])("rule 6: raises when content is followed by %s", async (_what, then) => {
    east.answer = (response) => {
      beginStream(response, ...helloStream.slice(0, 4));
      setImmediate(() => then(response));
    };
    const error: unknown = await client.messages
      .stream(ask)
      .finalMessage()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(String(error)).toContain("The upstream `east`");
    expect((await gateway.record()).outcome).toBe("failed");
    expect(west.calls).toHaveLength(0);
  });

  it("raises its own classes for the gateway's errors, with the request's id", async () => {
    const caught = async (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
    const unknown = await caught(client.messages.create({ ...ask, model: "nope" }));
    expect(unknown).toBeInstanceOf(Anthropic.NotFoundError);
    expect(unknown).toMatchObject({ requestID: (await gateway.record()).id });
    const stranger = new Anthropic({ baseURL: gateway.url.replace(/\/v1$/, ""), apiKey: "wrong", maxRetries: 0 });
    expect(await caught(stranger.messages.create(ask))).toBeInstanceOf(Anthropic.AuthenticationError);
    expect(await caught(client.messages.create({ ...ask, messages: [] }))).toBeInstanceOf(Anthropic.BadRequestError);
    east.answer = (response) =>
      replyJson(
        response,
        '{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: 9 is too many"}}',
        400,
      );
    expect(await caught(client.messages.create(ask))).toMatchObject({
      status: 400,
      message: expect.stringContaining("max_tokens: 9 is too many"),
    });
  });

  it("rule 13: its abort reaches the upstream", async () => {
    east.answer = (response) => beginStream(response, ...helloStream.slice(0, 4));
    const stream = await client.messages.create({ ...ask, stream: true });
    for await (const event of stream) {
      if (event.type !== "content_block_delta") continue;
      stream.controller.abort();
      break;
    }
    expect(await gateway.record()).toMatchObject({
      outcome: "cancelled",
      status: 499,
      inputTokens: 25,
      outputTokens: 1,
      tokensEstimated: true,
    });
    await waitUntil(() => east.calls[0]?.abortedAtMs !== null, "the abort");
  });
});
