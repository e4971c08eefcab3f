import { describe, expect, it } from "vitest";
import { dataOf, replyContext, transcript, translated } from "../testing/translated-stream.ts";
import { messagesOverChat } from "./messages/messages-over-chat.ts";

const translation = messagesOverChat("max_tokens");
const ask = (body: Record<string, unknown>, drop = false, stream = false) =>
  translation.request(
    { model: "chat", max_tokens: 9, messages: [{ role: "user", content: "hi" }], ...body },
    { model: "qwen", stream, drop },
  );
const written = (body: Record<string, unknown>, drop = false, stream = false): unknown => {
  const result = ask(body, drop, stream);
  if (!result.ok) throw new Error(result.problem.message);
  return result.body;
};

/** "Create chat completion" of OpenAI's API reference. */
describe("a request of Anthropic's messages for OpenAI's protocol", () => {
  it("keeps a conversation with tools, images and documents", () => {
    expect(
      written({
        system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?", cache_control: { type: "ephemeral" } },
              { type: "image", source: { type: "base64", media_type: "image/png", data: "aGk=" } },
              { type: "image", source: { type: "url", url: "https://example.com/a.jpg" } },
              {
                type: "document",
                title: "a.pdf",
                source: { type: "base64", media_type: "application/pdf", data: "aGk=" },
              },
            ],
          },
          {
            role: "assistant",
            content: [
              { type: "thinking", thinking: "Hm.", signature: "" },
              { type: "text", text: "Looking." },
              { type: "tool_use", id: "a", name: "look", input: { at: 1 } },
            ],
          },
          {
            role: "user",
            content: [
              { type: "tool_result", tool_use_id: "a", content: [{ type: "text", text: "a cat" }] },
              { type: "tool_result", tool_use_id: "b", is_error: true, content: "no such file" },
              { type: "text", text: "And now?" },
            ],
          },
        ],
      }),
    ).toEqual({
      model: "qwen",
      max_tokens: 9,
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url: "data:image/png;base64,aGk=" } },
            { type: "image_url", image_url: { url: "https://example.com/a.jpg" } },
            { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,aGk=" } },
          ],
        },
        {
          role: "assistant",
          content: "Looking.",
          reasoning_content: "Hm.",
          tool_calls: [{ id: "a", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
        },
        { role: "tool", tool_call_id: "a", content: "a cat" },
        { role: "tool", tool_call_id: "b", content: "Error: no such file" },
        { role: "user", content: "And now?" },
      ],
    });
  });

  const tools = [{ name: "f", description: "d", input_schema: { type: "object" } }];
  it.each([
    [{ stop_sequences: ["a"] }, { stop: ["a"] }],
    [
      { temperature: 1, top_p: 0.9 },
      { temperature: 1, top_p: 0.9 },
    ],
    [{ metadata: { user_id: "u1" } }, { user: "u1" }],
    [{ output_config: { effort: "high" } }, { reasoning_effort: "high" }],
    [{ output_config: { effort: "max" } }, { reasoning_effort: "max" }],
    [
      { output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
      { response_format: { type: "json_schema", json_schema: { schema: { type: "object" }, strict: true } } },
    ],
    [{ tools }, { tools: [{ type: "function", function: { name: "f", description: "d", parameters: {} } }] }],
    [{ tools, tool_choice: { type: "any" } }, { tool_choice: "required" }],
    [{ tools, tool_choice: { type: "none" } }, { tool_choice: "none" }],
    [
      { tools, tool_choice: { type: "auto", disable_parallel_tool_use: true } },
      { tool_choice: "auto", parallel_tool_calls: false },
    ],
    [
      { tools, tool_choice: { type: "tool", name: "f" } },
      { tool_choice: { type: "function", function: { name: "f" } } },
    ],
    [{ service_tier: "auto", speed: "standard", thinking: { type: "disabled" }, top_k: null, stop_sequences: [] }, {}],
    [
      { tools: [{ ...tools[0], defer_loading: false, allowed_callers: ["direct"], eager_input_streaming: true }] },
      { tools: [{ type: "function", function: { name: "f", description: "d" } }] },
    ],
  ])("%j says %j", (body, expected) => {
    expect(written(body)).toMatchObject(expected);
  });

  it("asks for the usage of a stream", () => {
    expect(written({}, false, true)).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  const hello = [{ role: "user", content: "hi" }];
  const user = (...content: readonly unknown[]) => ({ messages: [{ role: "user", content }] });
  it.each([
    [{ top_k: 5 }, "top_k"],
    [{ thinking: { type: "enabled", budget_tokens: 2048 } }, "thinking"],
    [{ container: "c" }, "container"],
    [{ mcp_servers: [{ name: "x" }] }, "mcp_servers"],
    [{ metadata: { user_id: "u", other: 1 } }, "metadata.other"],
    [{ output_config: { effort: "utmost" } }, "output_config.effort"],
    [{ tool_choice: { type: "any" } }, "tool_choice"],
    [{ tools, tool_choice: { type: "tool", name: "g" } }, "tool_choice"],
    [{ tool_choice: { type: "tool", name: "f" } }, "tool_choice"],
    [{ messages: [...hello, { role: "assistant", content: "Well, " }] }, "messages[1]"],
    [
      user({ type: "document", title: "Notes", source: { type: "text", media_type: "text/plain", data: "a" } }),
      "messages[0].content[0].title",
    ],
    [user({ type: "document", source: { type: "url", url: "https://a" } }), "messages[0].content[0].source"],
    [user({ type: "redacted_thinking", data: "c2ln" }), "messages[0].content[0]"],
    [{ speed: "fast" }, "speed"],
    [{ service_tier: "standard_only" }, "service_tier"],
    [{ tools: [{ type: "web_search_20250305", name: "web_search" }] }, "tools[0]"],
    [{ tools: [{ name: "f", input_schema: {}, defer_loading: true }] }, "tools[0].defer_loading"],
    [user({ type: "search_result", source: "x" }), "messages[0].content[0]"],
    [user({ type: "image", source: { type: "file", file_id: "f" } }), "messages[0].content[0].source"],
    [
      user({
        type: "tool_result",
        tool_use_id: "a",
        content: [{ type: "image", source: { type: "url", url: "https://a" } }],
      }),
      "messages[0].content[0].content",
    ],
    [
      { messages: [{ role: "assistant", content: [{ type: "thinking", thinking: "x", signature: "c2ln" }] }] },
      "messages[0].content[0]",
    ],
  ])("%j is refused by name, and may be dropped", (body, param) => {
    expect(ask(body)).toMatchObject({ ok: false, problem: { param, message: expect.stringContaining(param) } });
    expect(ask(body, true).ok).toBe(true);
  });

  it.each([
    [{ type: "image", source: { type: "base64", data: "aGk=" } }, "media_type"],
    [{ type: "image", source: { type: "base64", media_type: "image/png" } }, "data"],
    [{ type: "image", source: { type: "base64", media_type: "image/png", data: "" } }, "data"],
    [{ type: "image", source: { type: "url" } }, "url"],
    [{ type: "document", source: { type: "base64", media_type: "application/pdf" } }, "data"],
  ])("%j is refused whatever may be dropped", (block, missing) => {
    const param = `messages[0].content[0].source.${missing}`;
    for (const drop of [false, true]) expect(ask(user(block), drop)).toMatchObject({ ok: false, problem: { param } });
  });
});

/** "Streaming" and "Function calling" of OpenAI's documentation; the thought is as vLLM's "Reasoning outputs" shows it. */
describe("a chat completion as Anthropic's answer", () => {
  const bytes = transcript("openai-tool-calls.sse");
  const whole = translated(translation, [bytes]);

  it("streams thoughts, text and calls as blocks one after the other, and usage", () => {
    const events = dataOf(whole);
    expect(events.map(({ type, index }) => (index === undefined ? type : `${String(type)} ${String(index)}`))).toEqual([
      "message_start",
      "content_block_start 0",
      "content_block_delta 0",
      "content_block_stop 0",
      "content_block_start 1",
      "content_block_delta 1",
      "content_block_stop 1",
      "content_block_start 2",
      "content_block_delta 2",
      "content_block_delta 2",
      "content_block_stop 2",
      "content_block_start 3",
      "content_block_delta 3",
      "content_block_stop 3",
      "message_delta",
      "message_stop",
    ]);
    expect(events.find(({ type, index }) => type === "content_block_start" && index === 2)).toMatchObject({
      content_block: { type: "tool_use", id: "call_DdmO9pD3xa9XTPNJ32zg2hcA", name: "get_weather", input: {} },
    });
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: "tool_use" },
      usage: { input_tokens: 18, cache_read_input_tokens: 64, output_tokens: 17 },
    });
  });

  it("says the same wherever the network cuts it", () => {
    for (let at = 1; at < bytes.length; at += 1) {
      expect(translated(translation, [bytes.subarray(0, at), bytes.subarray(at)])).toBe(whole);
    }
    expect(
      translated(
        translation,
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
      ),
    ).toBe(whole);
  });

  it("ends where an engine ends without [DONE], and not where it only broke off", () => {
    const text = new TextDecoder().decode(bytes);
    const until = (mark: string) =>
      translated(translation, [new TextEncoder().encode(text.slice(0, text.indexOf(mark)))]);
    expect(dataOf(until("data: [DONE]")).at(-1)).toEqual({ type: "message_stop" });
    const finish = text.lastIndexOf("data:", text.indexOf('"finish_reason":"tool_calls"'));
    const cut = translated(translation, [new TextEncoder().encode(text.slice(0, finish))]);
    expect(cut).not.toContain("message_stop");
    expect(cut).not.toContain("message_delta");
  });

  it("is an error event and nothing after it when its upstream fails", () => {
    const frames = translated(translation, [new TextEncoder().encode('data: {"error":{"message":"oom"}}\n\n'), bytes]);
    expect(frames).toBe('event: error\ndata: {"type":"error","error":{"type":"upstream_error","message":"oom"}}\n\n');
  });

  it.each([
    ["a list of parts", { content: [{ type: "text", text: "Hi" }], tool_calls: [{ index: 0, id: "a" }] }],
    [
      "calls that come mixed",
      {
        tool_calls: [
          { index: 1, id: "b" },
          { index: 0, id: "a" },
          { index: 2, id: "c" },
        ],
      },
    ],
  ])("is an error event and nothing after it at %s", (_what, delta) => {
    const chunk = { id: "c", choices: [{ index: 0, delta, finish_reason: null }] };
    const events = dataOf(
      translated(translation, [new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`), bytes]),
    );
    expect(events.at(-1)).toMatchObject({ type: "error" });
    expect(events.filter(({ type }) => type === "error")).toHaveLength(1);
  });

  it("is a message without streaming, too", () => {
    const call = { id: "c", type: "function", function: { name: "f", arguments: '{"a":1}' } };
    const reply = {
      id: "chatcmpl-1",
      model: "m",
      choices: [
        {
          message: { role: "assistant", content: "Hi", reasoning_content: "Hm.", tool_calls: [call] },
          finish_reason: "stop",
        },
      ],
      usage: { prompt_tokens: 9, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } },
    };
    expect(translation.reply(reply, replyContext)).toEqual({
      id: "chatcmpl-1",
      type: "message",
      role: "assistant",
      model: "m",
      content: [
        { type: "thinking", thinking: "Hm.", signature: "" },
        { type: "text", text: "Hi" },
        { type: "tool_use", id: "c", name: "f", input: { a: 1 } },
      ],
      stop_reason: "tool_use",
      stop_sequence: null,
      usage: { input_tokens: 5, cache_creation_input_tokens: 0, cache_read_input_tokens: 4, output_tokens: 5 },
    });
    call.function.arguments = "{oops";
    expect(translation.reply(reply, replyContext)).toBeNull();
    const parts = [{ message: { role: "assistant", content: [{ type: "text", text: "Hi" }] } }];
    expect(translation.reply({ choices: parts }, replyContext)).toBeNull();
  });
});
