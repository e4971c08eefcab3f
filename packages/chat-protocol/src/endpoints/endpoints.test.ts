import { describe, expect, it } from "vitest";
import type { Endpoint } from "../endpoint.ts";
import { parseRequest } from "../parse-request.ts";
import { scanReply } from "../scan-reply.ts";
import { StreamTap } from "../stream-tap.ts";
import { completions } from "./completions.ts";
import { embeddings } from "./embeddings.ts";
import { messages } from "./messages.ts";
import { responses } from "./responses.ts";

const bytesOf = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

function factsOf(endpoint: Endpoint, body: Readonly<Record<string, unknown>>) {
  const parsed = parseRequest(endpoint.request, bytesOf({ model: "m", ...body }));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.request;
}

function tapOf(endpoint: Endpoint, pieces: readonly Uint8Array[]) {
  if (!endpoint.stream) throw new Error("no streams");
  let relayed = "";
  const tap = new StreamTap(
    endpoint.stream,
    { relay: (frames) => void (relayed += new TextDecoder("latin1").decode(frames)) },
    false,
  );
  for (const piece of pieces) tap.push(piece);
  tap.end();
  const { contentSeen, tokenSeen, tokenFrames, frames, done, usage, usageIsPartial, failure } = tap;
  return { relayed, contentSeen, tokenSeen, tokenFrames, frames, done, usage, usageIsPartial, failure };
}

const frame = (type: string, data: Readonly<Record<string, unknown>> = {}, withName = true): string =>
  `${withName ? `event: ${type}\n` : ""}data: ${JSON.stringify({ type, ...data })}\n\n`;

describe("a request's facts", () => {
  const image = "A".repeat(10_000);

  it.each<[string, Endpoint, Readonly<Record<string, unknown>>]>([
    [
      "messages",
      messages,
      {
        messages: [
          {
            role: "user",
            content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: image } }],
          },
        ],
      },
    ],
    [
      "messages, in what a tool returned",
      messages,
      {
        messages: [
          {
            role: "user",
            content: [
              {
                type: "tool_result",
                tool_use_id: "t",
                content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: image } }],
              },
            ],
          },
        ],
      },
    ],
    [
      "responses",
      responses,
      { input: [{ role: "user", content: [{ type: "input_image", image_url: `data:image/png;base64,${image}` }] }] },
    ],
  ])("of %s: an image needs vision, and its bytes are no text", (_name, endpoint, body) => {
    const { needs, inputBytes } = factsOf(endpoint, body);
    expect(needs.vision).toBe(true);
    expect(inputBytes).toBeLessThan(300);
  });

  it("count what stands beside the conversation as input, and know tools, schemas and bounds by each API's names", () => {
    const chat = [{ role: "user", content: "hi" }];
    const anthropic = { messages: chat, system: "x".repeat(100), max_tokens: 7, tools: [{ name: "t" }] };
    const schema = { type: "json_schema", schema: {} };
    expect(factsOf(messages, { ...anthropic, output_config: { format: schema } })).toMatchObject({
      maxOutputTokens: 7,
      addsUsage: false,
      inputBytes: JSON.stringify(chat).length + 102,
      needs: { tools: true, vision: false, jsonSchema: true },
    });
    expect(
      factsOf(responses, { input: "hi", instructions: "be brief", max_output_tokens: 9, text: { format: schema } }),
    ).toMatchObject({ maxOutputTokens: 9, inputBytes: 14, needs: { jsonSchema: true } });
    expect(factsOf(completions, { prompt: "hi", stream: true })).toMatchObject({ addsUsage: true, inputBytes: 4 });
    expect(factsOf(embeddings, { input: "hi", stream: true })).toMatchObject({ stream: false, maxOutputTokens: 0 });
  });

  it.each<[Endpoint, Readonly<Record<string, unknown>>, string]>([
    [messages, { messages: [] }, "messages"],
    [messages, { messages: [{ role: "user" }], max_tokens: -1 }, "max_tokens"],
    [messages, { messages: [{ role: "user" }], stream: "yes" }, "stream"],
    [responses, { input: 5 }, "input"],
    [responses, { input: "a", max_output_tokens: 0.5 }, "max_output_tokens"],
    [embeddings, {}, "input"],
  ])("are refused with the field to blame", (endpoint, body, param) => {
    const parsed = parseRequest(endpoint.request, bytesOf({ model: "m", ...body }));
    expect(parsed).toMatchObject({ ok: false, problem: { code: "invalid_request", param } });
  });
});

describe("a reply", () => {
  it("of messages counts what the cache was read and written for, apart", () => {
    const usage = {
      input_tokens: 5,
      cache_read_input_tokens: 30,
      cache_creation_input_tokens: 20,
      output_tokens: 4,
    };
    expect(scanReply(messages.reply, bytesOf({ content: [], usage })).usage).toEqual({
      inputTokens: 55,
      cachedInputTokens: 30,
      cacheWriteTokens: 20,
      outputTokens: 4,
    });
  });

  it("of responses that says it failed is a failure, and one whose error is null is none", () => {
    const reply = { object: "response", output: [], error: { code: "server_error", message: "x" } };
    expect(scanReply(responses.reply, bytesOf(reply))).toMatchObject({ isReply: true, failed: true });
    expect(scanReply(responses.reply, bytesOf({ ...reply, error: null }))).toMatchObject({ failed: false });
  });
});

describe("a stream", () => {
  const usage = { input_tokens: 9, output_tokens: 2 };
  const spoken = (withName = true): readonly string[] => [
    frame("message_start", { message: { usage: { input_tokens: 9, output_tokens: 1 } } }, withName),
    frame("ping", {}, withName),
    frame("content_block_start", { index: 0, content_block: { type: "text", text: "" } }, withName),
    frame("content_block_delta", { index: 0, delta: { type: "text_delta", text: 'Grüße "usage"' } }, withName),
    frame("content_block_delta", { index: 0, delta: { type: "text_delta", text: '{"error":1}' } }, withName),
    frame("content_block_stop", { index: 0 }, withName),
    frame("message_delta", { delta: { stop_reason: "end_turn" }, usage: { output_tokens: 2 } }, withName),
    frame("message_stop", {}, withName),
  ];
  const response = (withName = true): readonly string[] => [
    frame("response.created", { response: { error: null, usage: null } }, withName),
    frame("response.output_item.added", { item: { type: "reasoning" } }, withName),
    frame("response.reasoning_summary_text.delta", { delta: "hm" }, withName),
    frame("response.output_text.delta", { delta: '"usage":{' }, withName),
    frame("response.output_text.done", { text: "x" }, withName),
    frame("response.completed", { response: { error: null, usage } }, withName),
  ];

  it.each<[string, Endpoint, (withName?: boolean) => readonly string[]]>([
    ["messages", messages, spoken],
    ["responses", responses, response],
  ])(
    "of %s is known by its events' names or by its data alone, split at every position",
    (_name, endpoint, framesOf) => {
      for (const withName of [true, false]) {
        const frames = framesOf(withName);
        const all = bytesOf(frames.join(""));
        const whole = tapOf(endpoint, [all]);
        expect(whole).toMatchObject({
          contentSeen: true,
          tokenFrames: 2,
          frames: frames.length,
          done: true,
          usage: { inputTokens: 9, outputTokens: 2 },
          usageIsPartial: false,
          failure: null,
        });
        for (let at = 1; at < all.length; at += 1)
          expect(tapOf(endpoint, [all.subarray(0, at), all.subarray(at)])).toEqual(whole);
      }
    },
  );

  it("of messages that is cut has counted its input and not its output", () => {
    const cut = tapOf(messages, [bytesOf(spoken().slice(0, 5).join(""))]);
    expect(cut).toMatchObject({ done: false, tokenFrames: 2, usage: { inputTokens: 9 }, usageIsPartial: true });
  });

  it.each<[string, Endpoint, string]>([
    ["messages", messages, frame("error", { error: { type: "overloaded_error", message: "Overloaded" } })],
    ["messages, nameless", messages, frame("error", { error: { type: "api_error", message: "x" } }, false)],
    ["responses that failed", responses, frame("response.failed", { response: { error: { message: "x" } } })],
    ["responses that failed and say no more", responses, frame("response.failed", { response: {} })],
    ["responses", responses, frame("error", { code: "server_error", message: "x", param: null })],
    ["responses, through a proxy", responses, 'data: {"error":{"message":"bad gateway"}}\n\n'],
  ])("of %s fails on an error event, and nothing from it on is relayed", (_name, endpoint, error) => {
    const begun = (endpoint === messages ? spoken() : response()).slice(0, 4).join("");
    const failed = tapOf(endpoint, [bytesOf(begun + error + begun)]);
    expect(failed).toMatchObject({ frames: 4, done: false, failure: { kind: "error_event" } });
    expect(failed.relayed).toHaveLength(bytesOf(begun).length);
  });

  it("counts a call of a tool as content, and an empty block as none", () => {
    const call = frame("content_block_start", { content_block: { type: "tool_use", name: "f", input: {} } });
    expect(tapOf(messages, [bytesOf(call)])).toMatchObject({ contentSeen: true, tokenFrames: 1 });
    const empty = frame("content_block_delta", { delta: { type: "input_json_delta", partial_json: "" } });
    expect(tapOf(messages, [bytesOf(empty)]).contentSeen).toBe(false);
    const item = frame("response.output_item.added", { item: { type: "web_search_call" } });
    expect(tapOf(responses, [bytesOf(item)]).contentSeen).toBe(true);
  });
});
