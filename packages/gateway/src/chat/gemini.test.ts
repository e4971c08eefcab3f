import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, streamText } from "ai";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { beginStream, replyJson, replyStream } from "../testing/wire.ts";

/** As "Gemini API reference" shows them, with the fields of "GenerateContentResponse" and "UsageMetadata". */
const reply = (text: string, more: Record<string, unknown> = { finishReason: "STOP" }) => ({
  candidates: [{ content: { parts: [{ text }], role: "model" }, index: 0, ...more }],
  usageMetadata: { promptTokenCount: 12, cachedContentTokenCount: 8, candidatesTokenCount: 2, thoughtsTokenCount: 1 },
  modelVersion: "gemini-2.5-flash",
  responseId: "r1",
});
const frame = (data: unknown): string => `data: ${JSON.stringify(data)}\r\n\r\n`;
const hello = [frame(reply("Hel", {})), frame(reply("lo!"))];

let east: RawUpstream;
let west: RawUpstream;
let gateway: TestGateway;
let client: OpenAI;
const ask = { model: "chat", messages: [{ role: "user" as const, content: "Hello" }] };
const caught = (call: PromiseLike<unknown>): Promise<unknown> => Promise.resolve(call).catch((error: unknown) => error);

beforeEach(async () => {
  east = await startRawUpstream((response) => replyJson(response, JSON.stringify(reply("Hello!"))));
  west = await startRawUpstream((response) => replyJson(response, JSON.stringify(reply("Hello!"))));
  const urls = { east: east.url.replace("/v1", "/v1beta"), west: west.url.replace("/v1", "/v1beta") };
  gateway = await startTestGateway(
    routingYaml(urls, { provider: "gemini", upstream: "upstream_model: gemini-2.5-flash" }),
  );
  client = new OpenAI({ baseURL: gateway.url, apiKey: testKey, maxRetries: 0 });
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([east.close(), west.close()]);
});

describe("the real OpenAI client over Gemini", () => {
  it("gets a completion, asked for in Gemini's words and with its credential", async () => {
    const answer = await client.chat.completions.create({ ...ask, max_tokens: 9 });
    expect(answer.choices[0]).toMatchObject({ message: { content: "Hello!" }, finish_reason: "stop" });
    expect(east.calls[0]?.path).toBe("/v1beta/models/gemini-2.5-flash:generateContent");
    expect(east.calls[0]?.headers["x-goog-api-key"]).toBe("sk-upstream");
    expect(east.calls[0]?.headers["authorization"]).toBeUndefined();
    expect(JSON.parse(east.calls[0]?.body ?? "")).toEqual({
      contents: [{ role: "user", parts: [{ text: "Hello" }] }],
      generationConfig: { maxOutputTokens: 9 },
    });
    expect(await gateway.record()).toMatchObject({ inputTokens: 12, cachedInputTokens: 8, outputTokens: 3 });
  });

  it("streams a text to its end, without the usage that it did not ask for", async () => {
    east.answer = (response) => replyStream(response, ...hello);
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await client.chat.completions.create({ ...ask, stream: true })) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("Hello!");
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks.some(({ usage }) => usage)).toBe(false);
    expect(east.calls[0]?.path).toBe("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
    expect(await gateway.record()).toMatchObject({ outcome: "completed", inputTokens: 12, outputTokens: 3 });
  });

  it("rule 5: sees nothing of an upstream that fails before its first token", async () => {
    east.answer = (response) => replyStream(response, frame({ error: { code: 503, message: "overloaded" } }));
    west.answer = (response) => replyStream(response, ...hello);
    const final = await client.chat.completions.stream(ask).finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe("Hello!");
  });

  const deep = '{"a":'.repeat(20_000);
  const call = `{"functionCall":{"name":"f","args":${deep}1${"}".repeat(20_000)}}}`;
  const nested = `data: {"candidates":[{"content":{"parts":[${call}]}}]}\n\n`;

  it("rule 5: takes a stream that is nested too deeply to be written again for a broken one, and asks the next", async () => {
    east.answer = (response) => replyStream(response, nested);
    west.answer = (response) => replyStream(response, ...hello);
    const final = await client.chat.completions.stream(ask).finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe("Hello!");
    expect((await gateway.record()).details.attempts).toMatchObject([{ cause: "malformed" }, {}]);
  });

  it("rule 6: ends a stream with an error event when such a frame comes after content", async () => {
    east.answer = (response) => {
      beginStream(response, hello[0] ?? "");
      setImmediate(() => response.end(nested));
    };
    const error = await caught(client.chat.completions.stream(ask).finalChatCompletion());
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(await gateway.record()).toMatchObject({ outcome: "failed", status: 502, errorCode: "upstream_failed" });
    expect(gateway.logged()).not.toContain("broke in the gateway");
  });

  it.each([
    ["an error", (response: Parameters<typeof beginStream>[0]) => response.end(frame({ error: { message: "oh" } }))],
    ["a cut", (response: Parameters<typeof beginStream>[0]) => response.socket?.destroy()],
    ["an end without a reason", (response: Parameters<typeof beginStream>[0]) => response.end()],
  ])("rule 6: raises when content is followed by %s", async (_what, then) => {
    east.answer = (response) => {
      beginStream(response, hello[0] ?? "");
      setImmediate(() => then(response));
    };
    const error = await caught(client.chat.completions.stream(ask).finalChatCompletion());
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect((await gateway.record()).outcome).toBe("failed");
  });

  it("rule 8: blames the upstream's key and not the caller when Google says 400 of it", async () => {
    const details = [{ reason: "API_KEY_INVALID" }];
    const body = { error: { code: 400, message: "API key not valid.", status: "INVALID_ARGUMENT", details } };
    east.answer = (response) => replyJson(response, JSON.stringify(body), 400);
    west.answer = east.answer;
    expect(await caught(client.chat.completions.create(ask))).toMatchObject({
      status: 502,
      code: "upstream_misconfigured",
    });
    expect(gateway.logged()).toContain("misconfigured");
  });

  it("refuses what Gemini has no word for, and tells of Gemini's own refusal", async () => {
    expect(await caught(client.chat.completions.create({ ...ask, user: "u" }))).toMatchObject({
      status: 400,
      param: "user",
    });
    const body = { error: { code: 400, message: "Unsupported schema.", status: "INVALID_ARGUMENT" } };
    east.answer = (response) => replyJson(response, JSON.stringify(body), 400);
    expect(await caught(client.chat.completions.create(ask))).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      message: expect.stringContaining("Unsupported schema."),
    });
  });
});

it("the Vercel AI SDK generates and streams over Gemini", async () => {
  const vercel = createOpenAICompatible({ name: "m", baseURL: gateway.url, apiKey: testKey, includeUsage: true });
  const model = vercel("chat");
  expect((await generateText({ model, prompt: "Hello", maxRetries: 0 })).text).toBe("Hello!");
  east.answer = (response) => replyStream(response, ...hello);
  const stream = streamText({ model, prompt: "Hello", maxRetries: 0 });
  expect(await stream.text).toBe("Hello!");
  expect((await stream.usage).outputTokens).toBe(3);
});
