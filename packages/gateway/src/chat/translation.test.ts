import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  helloMessage,
  helloStream,
  overloadedFrame,
  thinkingStream,
  toolStream,
} from "../testing/anthropic-transcripts.ts";
import { chat } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import {
  beginStream,
  completion,
  doneFrame,
  errorFrame,
  finishFrame,
  replyJson,
  replyStream,
  roleFrame,
  textFrame,
  usageFrame,
} from "../testing/wire.ts";

let east: RawUpstream;
let west: RawUpstream;
let gateway: TestGateway;

const start = async (provider: string, upstream: string): Promise<void> => {
  gateway = await startTestGateway(routingYaml({ east: east.url, west: west.url }, { provider, upstream }));
};
const sent = (upstream = east): Record<string, unknown> => JSON.parse(upstream.calls[0]?.body ?? "{}");
const caught = async (call: PromiseLike<unknown>): Promise<unknown> => {
  try {
    return await call;
  } catch (error) {
    return error;
  }
};

beforeEach(async () => {
  east = await startRawUpstream((response) => replyJson(response, "{}"));
  west = await startRawUpstream((response) => replyJson(response, "{}"));
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([east.close(), west.close()]);
});

describe("the real OpenAI client over Anthropic", () => {
  const ask = { model: "chat", messages: [{ role: "user" as const, content: "Hello" }] };
  const client = (headers: Record<string, string> = {}): OpenAI =>
    new OpenAI({ baseURL: gateway.url, apiKey: testKey, maxRetries: 0, defaultHeaders: headers });
  beforeEach(() => start("anthropic", "upstream_model: claude-opus-4-6"));

  it("gets a completion, asked for in Anthropic's words and with its credential", async () => {
    east.answer = (response) => replyJson(response, helloMessage);
    const reply = await client().chat.completions.create({ ...ask, stop: "END", temperature: 0.5 });
    expect(reply.choices[0]).toMatchObject({ message: { content: "Hello!" }, finish_reason: "stop" });
    expect(reply.usage).toMatchObject({ prompt_tokens: 12, completion_tokens: 6, total_tokens: 18 });
    expect(sent()).toEqual({
      model: "claude-opus-4-6",
      max_tokens: 4096,
      messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
      stop_sequences: ["END"],
      temperature: 0.5,
    });
    expect(east.calls[0]?.path).toBe("/v1/messages");
    expect(east.calls[0]?.headers).toMatchObject({ "anthropic-version": "2023-06-01" });
    expect(await gateway.record()).toMatchObject({
      endpoint: "chat.completions",
      outcome: "completed",
      inputTokens: 12,
      outputTokens: 6,
      tokensEstimated: false,
    });
  });

  it("streams a text, a tool call and a thought to their ends", async () => {
    const final = (frames: readonly string[]) => {
      east.answer = (response) => replyStream(response, ...frames);
      return client()
        .chat.completions.stream({ ...ask, stream_options: { include_usage: true } })
        .finalChatCompletion();
    };
    expect(await final(helloStream)).toMatchObject({
      id: "msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY",
      choices: [{ message: { content: "Hello!" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 25, completion_tokens: 15 },
    });
    const called = await final(toolStream);
    expect(called.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: {
        content: "Okay, let's check the weather for San Francisco, CA:",
        tool_calls: [{ id: "toolu_01T1x1fJ34qAmk2tNTrN7Up6", function: { name: "get_weather" } }],
      },
    });
    const call = called.choices[0]?.message.tool_calls?.[0];
    expect(JSON.parse(call?.type === "function" ? call.function.arguments : "")).toEqual({
      location: "San Francisco, CA",
    });
    expect((await final(thinkingStream)).choices[0]?.message).toMatchObject({
      content: expect.stringContaining("**21**"),
    });
    expect(await gateway.record(2)).toMatchObject({ inputTokens: 341, cachedInputTokens: 200, outputTokens: 60 });
  });

  it("rule 5: sees nothing of an upstream that is overloaded before its first token", async () => {
    east.answer = (response) => replyStream(response, ...helloStream.slice(0, 3), overloadedFrame);
    west.answer = (response) => replyStream(response, ...helloStream);
    const final = await client().chat.completions.stream(ask).finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe("Hello!");
    expect((await gateway.record()).attemptCount).toBe(2);
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
    const error = await caught(client().chat.completions.stream(ask).finalChatCompletion());
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect((await gateway.record()).outcome).toBe("failed");
    expect(west.calls).toHaveLength(0);
  });

  it("refuses a field that Anthropic has no word for with a 400 that names it, unless it may be dropped", async () => {
    east.answer = (response) => replyJson(response, helloMessage);
    const more = { ...ask, logit_bias: { "50256": -100 }, seed: 7 };
    expect(await caught(client().chat.completions.create(more))).toMatchObject({
      status: 400,
      param: "logit_bias",
      code: "unsupported_field",
      message: expect.stringContaining("x-meridian-drop-unsupported"),
    });
    expect(east.calls).toHaveLength(0);
    const dropping = client({ "x-meridian-drop-unsupported": "true" });
    expect((await dropping.chat.completions.create(more)).choices[0]?.message.content).toBe("Hello!");
    expect(sent()).not.toHaveProperty("seed");
  });

  it("tells of Anthropic's own refusal in OpenAI's envelope", async () => {
    const refusal = { type: "error", error: { type: "invalid_request_error", message: "max_tokens: 9 is too many" } };
    east.answer = (response) => replyJson(response, JSON.stringify(refusal), 400);
    expect(await caught(client().chat.completions.create(ask))).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      message: expect.stringContaining("max_tokens: 9 is too many"),
    });
  });
});

describe("the real Anthropic client over OpenAI's protocol", () => {
  const ask = { model: "chat", max_tokens: 64, messages: [{ role: "user" as const, content: "Hello" }] };
  const client = (): Anthropic =>
    new Anthropic({ baseURL: gateway.url.replace(/\/v1$/, ""), apiKey: testKey, maxRetries: 0 });
  const hello = [roleFrame, textFrame("Hel"), textFrame("lo!"), finishFrame, usageFrame, doneFrame];
  beforeEach(() => start("vllm", "upstream_model: qwen"));

  it("gets a message", async () => {
    east.answer = (response) => replyJson(response, completion("Hello!"));
    const message = await client().messages.create({ ...ask, system: "Be brief." });
    expect(message).toMatchObject({
      type: "message",
      content: [{ type: "text", text: "Hello!" }],
      stop_reason: "end_turn",
      usage: { input_tokens: 12, output_tokens: 3 },
    });
    expect(east.calls[0]?.path).toBe("/v1/chat/completions");
    expect(sent()).toEqual({
      model: "qwen",
      max_tokens: 64,
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Hello" },
      ],
    });
    expect(await gateway.record()).toMatchObject({ endpoint: "messages", inputTokens: 12, outputTokens: 3 });
  });

  it("names the bound on tokens as OpenAI's own models know it", async () => {
    gateway.apply(routingYaml({ east: east.url }, { provider: "openai" }));
    east.answer = (response) => replyJson(response, completion("Hello!"));
    await client().messages.create(ask);
    expect(sent()).toMatchObject({ max_completion_tokens: 64 });
  });

  it("streams a text and a tool call to their ends", async () => {
    east.answer = (response) => replyStream(response, ...hello);
    expect(await client().messages.stream(ask).finalMessage()).toMatchObject({
      content: [{ type: "text", text: "Hello!" }],
      stop_reason: "end_turn",
      usage: { input_tokens: 4, cache_read_input_tokens: 8, output_tokens: 3 },
    });
    const call = (delta: unknown, finish: string | null = null) =>
      `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    const pieces = ["", '{"loc', 'ation":"Paris"}'].map((text) =>
      call({ tool_calls: [{ index: 0, function: { arguments: text } }] }),
    );
    const begin = call({
      tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "get_weather", arguments: "" } }],
    });
    east.answer = (response) => replyStream(response, roleFrame, begin, ...pieces, call({}, "tool_calls"), doneFrame);
    expect(await client().messages.stream(ask).finalMessage()).toMatchObject({
      content: [{ type: "tool_use", id: "call_1", name: "get_weather", input: { location: "Paris" } }],
      stop_reason: "tool_use",
    });
    expect(await gateway.record()).toMatchObject({ inputTokens: 12, cachedInputTokens: 8, outputTokens: 3 });
  });

  it("rule 5: sees nothing of an upstream that fails before its first token", async () => {
    east.answer = (response) => replyStream(response, roleFrame, errorFrame);
    west.answer = (response) => replyStream(response, ...hello);
    expect((await client().messages.stream(ask).finalMessage()).content).toMatchObject([{ text: "Hello!" }]);
  });

  it.each([
    ["an error", (response: Parameters<typeof beginStream>[0]) => response.end(errorFrame)],
    ["a cut", (response: Parameters<typeof beginStream>[0]) => response.socket?.destroy()],
    ["an end without a finish", (response: Parameters<typeof beginStream>[0]) => response.end(doneFrame)],
  ])("rule 6: raises when content is followed by %s", async (_what, then) => {
    east.answer = (response) => {
      beginStream(response, roleFrame, textFrame("Hel"));
      setImmediate(() => then(response));
    };
    expect(await caught(client().messages.stream(ask).finalMessage())).toBeInstanceOf(Anthropic.APIError);
    expect((await gateway.record()).outcome).toBe("failed");
  });

  it("streams from an engine that refuses stream_options, and says that its tokens are estimated", async () => {
    east.answer = (response, call) => {
      const error = { message: "Unrecognized request argument supplied: stream_options" };
      if (JSON.parse(call.body).stream_options) replyJson(response, JSON.stringify({ error }), 400);
      else replyStream(response, roleFrame, textFrame("Hello!"), finishFrame, doneFrame);
    };
    expect((await client().messages.stream(ask).finalMessage()).content).toMatchObject([{ text: "Hello!" }]);
    expect(await gateway.record()).toMatchObject({ attemptCount: 1, outputTokens: 1, tokensEstimated: true });
    const { usage: _, ...uncounted } = JSON.parse(completion("Hello!"));
    east.answer = (response) => replyJson(response, JSON.stringify(uncounted));
    await client().messages.create(ask);
    expect(await gateway.record(1)).toMatchObject({ outcome: "completed", tokensEstimated: true });
  });

  it("refuses a body that is nested too deeply to be written again, and calls nobody", async () => {
    const deep = 20_000;
    const input = `${"[".repeat(deep)}${"]".repeat(deep)}`;
    const content = `[{"type":"tool_use","id":"a","name":"f","input":{"a":${input}}}]`;
    const body = `{"model":"chat","max_tokens":5,"messages":[{"role":"assistant","content":${content}}]}`;
    expect((await chat(gateway.url, body, {}, "/messages")).status).toBe(400);
    expect(await gateway.record()).toMatchObject({ outcome: "rejected" });
    expect(east.calls).toHaveLength(0);
  });

  it("refuses a field that OpenAI has no word for with a 400 in Anthropic's envelope", async () => {
    expect(await caught(client().messages.create({ ...ask, thinking: { type: "adaptive" } }))).toMatchObject({
      status: 400,
      error: { type: "error", error: { type: "invalid_request_error", param: "thinking" } },
    });
    expect(east.calls).toHaveLength(0);
  });
});
