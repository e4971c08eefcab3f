import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, jsonSchema, Output, streamText, tool } from "ai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventMessage } from "../testing/event-message.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { replyJson } from "../testing/wire.ts";

/** What of the bodies is looked at. */
type Sent = {
  readonly output_config: { readonly format: { readonly schema: unknown } };
  readonly generationConfig: { readonly responseJsonSchema: unknown };
  readonly outputConfig: {
    readonly textFormat: { readonly structure: { readonly jsonSchema: { readonly schema: string } } };
  };
};
type Wire = {
  /** What follows the upstream's host. */
  readonly base: string;
  readonly streamType: string;
  readonly reply: (said: string) => unknown;
  readonly stream: (said: string) => string | Buffer;
  readonly calls: () => string | Buffer;
  /** Where a body holds the schema that the answer is to keep to. */
  readonly schemaOf: (body: Sent) => unknown;
};
const input = { city: "Paris" };
const sse = (...events: readonly { readonly type?: string }[]): string =>
  events.map((each) => `${each.type ? `event: ${each.type}\n` : ""}data: ${JSON.stringify(each)}\n\n`).join("");

const message = {
  id: "m",
  type: "message",
  role: "assistant",
  model: "m",
  content: [],
  stop_reason: null,
  stop_sequence: null,
};
const counted = { input_tokens: 12, output_tokens: 3 };
/** "Streaming messages" of Anthropic's documentation. */
const anthropic = (begins: object, delta: object, stop_reason: string): string =>
  sse(
    { type: "message_start", message: { ...message, usage: { input_tokens: 12, output_tokens: 1 } } } as object,
    { type: "content_block_start", index: 0, content_block: begins } as object,
    { type: "ping" },
    { type: "content_block_delta", index: 0, delta } as object,
    { type: "content_block_stop", index: 0 } as object,
    { type: "message_delta", delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 3 } } as object,
    { type: "message_stop" },
  );

const google = (part: object): object => ({
  candidates: [{ content: { role: "model", parts: [part] }, finishReason: "STOP", index: 0 }],
  usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 3, totalTokenCount: 15 },
});

/** "ConverseStreamOutput" of Amazon Bedrock's API reference. */
const converse = (start: object | null, delta: object, stopReason: string): Buffer =>
  Buffer.concat([
    eventMessage("messageStart", { role: "assistant" }),
    ...(start ? [eventMessage("contentBlockStart", { contentBlockIndex: 0, start })] : []),
    eventMessage("contentBlockDelta", { contentBlockIndex: 0, delta }),
    eventMessage("contentBlockStop", { contentBlockIndex: 0 }),
    eventMessage("messageStop", { stopReason }),
    eventMessage("metadata", {
      usage: { inputTokens: 12, outputTokens: 3, totalTokens: 15 },
      metrics: { latencyMs: 9 },
    }),
  ]);

const wires: Readonly<Record<string, Wire>> = {
  anthropic: {
    base: "/v1",
    streamType: "text/event-stream",
    reply: (text) => ({ ...message, content: [{ type: "text", text }], stop_reason: "end_turn", usage: counted }),
    stream: (text) => anthropic({ type: "text", text: "" }, { type: "text_delta", text }, "end_turn"),
    calls: () =>
      anthropic(
        { type: "tool_use", id: "t1", name: "weather", input: {} },
        { type: "input_json_delta", partial_json: JSON.stringify(input) },
        "tool_use",
      ),
    schemaOf: (body) => body.output_config.format.schema,
  },
  gemini: {
    base: "/v1beta",
    streamType: "text/event-stream",
    reply: (text) => google({ text }),
    stream: (text) => sse(google({ text })),
    calls: () => sse(google({ functionCall: { name: "weather", args: input } })),
    schemaOf: (body) => body.generationConfig.responseJsonSchema,
  },
  bedrock: {
    base: "",
    streamType: "application/vnd.amazon.eventstream",
    reply: (text) => ({
      output: { message: { role: "assistant", content: [{ text }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 12, outputTokens: 3, totalTokens: 15 },
    }),
    stream: (text) => converse(null, { text }, "end_turn"),
    calls: () =>
      converse(
        { toolUse: { toolUseId: "t1", name: "weather" } },
        { toolUse: { input: JSON.stringify(input) } },
        "tool_use",
      ),
    schemaOf: (body) => JSON.parse(body.outputConfig.textFormat.structure.jsonSchema.schema),
  },
};

let upstream: RawUpstream;
let gateway: TestGateway;
beforeEach(async () => {
  upstream = await startRawUpstream(() => undefined);
  gateway = await startTestGateway(null);
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const ask = { prompt: "hello", maxRetries: 0, maxOutputTokens: 16 };
const definition = {
  type: "object" as const,
  properties: { city: { type: "string" as const } },
  required: ["city"],
  additionalProperties: false,
};
const schema = jsonSchema(definition);

describe.each(Object.entries(wires))("the Vercel AI SDK over %s", (provider, wire) => {
  const model = () => {
    const options = { provider, upstream: "upstream_model: m" };
    gateway.apply(routingYaml({ east: upstream.url.replace("/v1", wire.base) }, options));
    const settings = {
      name: "m",
      baseURL: gateway.url,
      apiKey: testKey,
      includeUsage: true,
      supportsStructuredOutputs: true,
    };
    return createOpenAICompatible(settings)("chat");
  };
  const streams = (bytes: string | Buffer): void => {
    upstream.answer = (response) => {
      response.writeHead(200, { "content-type": wire.streamType });
      response.end(bytes);
    };
  };

  it("streams a text with its usage", async () => {
    streams(wire.stream("hi"));
    const stream = streamText({ model: model(), ...ask });
    expect(await stream.text).toBe("hi");
    expect(await stream.usage).toMatchObject({ inputTokens: 12, outputTokens: 3 });
    expect(await stream.finishReason).toBe("stop");
  });

  it("streams the call of a tool", async () => {
    streams(wire.calls());
    const tools = { weather: tool({ description: "d", inputSchema: schema, execute: () => Promise.resolve("sunny") }) };
    const stream = streamText({ model: model(), tools, ...ask });
    expect(await stream.toolCalls).toMatchObject([{ toolName: "weather", input }]);
    expect(await stream.finishReason).toBe("tool-calls");
    expect(upstream.calls[0]?.body).toContain('"weather"');
  });

  it("generates an object that keeps to a schema", async () => {
    upstream.answer = (response) => replyJson(response, JSON.stringify(wire.reply(JSON.stringify(input))));
    const { output } = await generateText({ model: model(), output: Output.object({ schema }), ...ask });
    expect(output).toEqual(input);
    expect(wire.schemaOf(JSON.parse(upstream.calls[0]?.body ?? ""))).toMatchObject({ required: ["city"] });
  });
});
