import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embed, generateText, streamText } from "ai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { embeddingsReply, endpointWires } from "../testing/endpoint-wires.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { beginStream, replyJson, replyStream } from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;

beforeEach(async () => {
  upstream = await startRawUpstream((response, { path, body }) => {
    const wire = endpointWires.find((each) => path === `/v1${each.path}`);
    if (!wire) replyJson(response, embeddingsReply);
    else if (JSON.parse(body).stream !== true) replyJson(response, wire.reply);
    else replyStream(response, wire.prologue, wire.token("h"), wire.token("i"), wire.epilogue);
  });
  gateway = await startTestGateway(routingYaml({ east: upstream.url }, { provider: "openai" }));
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const models = {
  "openai-compatible, chats": () =>
    createOpenAICompatible({ name: "meridian", baseURL: gateway.url, apiKey: testKey, includeUsage: true })("chat"),
  "openai, chats": () => createOpenAI({ baseURL: gateway.url, apiKey: testKey }).chat("chat"),
  "openai, completions": () => createOpenAI({ baseURL: gateway.url, apiKey: testKey }).completion("chat"),
  "openai, responses": () => createOpenAI({ baseURL: gateway.url, apiKey: testKey }).responses("chat"),
  "anthropic, messages": () => {
    gateway.apply(routingYaml({ east: upstream.url }, { provider: "anthropic" }));
    return createAnthropic({ baseURL: gateway.url, apiKey: testKey })("chat");
  },
};
const ask = { prompt: "hello", maxRetries: 0, maxOutputTokens: 16 };
// It would tell of every option that a model does not know.
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

describe.each(Object.entries(models))("the Vercel AI SDK for %s", (name, modelOf) => {
  it("generates and streams a text, with its usage", async () => {
    const model = modelOf();
    expect((await generateText({ model, ...ask })).text).toBe("hi");
    const stream = streamText({ model, ...ask });
    expect(await stream.text).toBe("hi");
    expect((await stream.usage).outputTokens).toBe(3);
    expect(await gateway.record(1)).toMatchObject({ outcome: "completed", stream: true, inputTokens: 12 });
  });

  it("rule 6: tells of an error when a stream breaks after content", async () => {
    const model = modelOf();
    const wire = endpointWires.find((each) => name.endsWith(each.path.slice(1)) || name.endsWith(chatsOf(each.name)));
    upstream.answer = (response) => {
      beginStream(response, wire?.prologue ?? "", wire?.token("h") ?? "");
      setImmediate(() => response.socket?.destroy());
    };
    const errors: unknown[] = [];
    const stream = streamText({ model, ...ask, onError: ({ error }) => void errors.push(error) });
    await stream.consumeStream({ onError: (error) => void errors.push(error) });
    expect(JSON.stringify(errors.map((error) => [String(error), error]))).toContain("The upstream `east`");
    expect((await gateway.record()).outcome).toBe("failed");
  });
});

const chatsOf = (endpoint: string): string => (endpoint === "chat.completions" ? "chats" : endpoint);

it("the Vercel AI SDK embeds", async () => {
  const model = createOpenAI({ baseURL: gateway.url, apiKey: testKey }).embedding("chat");
  expect((await embed({ model, value: "a", maxRetries: 0 })).embedding).toEqual([0.25, -0.5]);
});
