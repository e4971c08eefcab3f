import { describe, expect, it } from "vitest";
import { dataOf, replyContext, transcript, translated } from "../testing/translated-stream.ts";
import { chatOverAnthropic } from "./anthropic/chat-over-anthropic.ts";

const ask = (body: Record<string, unknown>, drop = false) =>
  chatOverAnthropic.request(
    { model: "chat", messages: [{ role: "user", content: "hi" }], ...body },
    { model: "claude-opus-4-6", stream: false, drop },
  );
const written = (body: Record<string, unknown>, drop = false): unknown => {
  const result = ask(body, drop);
  if (!result.ok) throw new Error(result.problem.message);
  return result.body;
};

/** "Tool use with Claude", "Vision", "Structured outputs", "Effort" and "Messages" of Anthropic's documentation. */
describe("a chat completion request for Anthropic", () => {
  it("keeps a conversation with tools, images and documents", () => {
    expect(
      written({
        messages: [
          { role: "developer", content: "Be brief." },
          { role: "system", content: [{ type: "text", text: "In English." }] },
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image_url", image_url: { url: "data:image/png;base64,aGk=", detail: "auto" } },
              { type: "image_url", image_url: { url: "https://example.com/a.jpg" } },
              { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,aGk=" } },
            ],
          },
          {
            role: "assistant",
            content: null,
            thinking_blocks: [{ type: "thinking", thinking: "Hm.", signature: "c2ln" }],
            reasoning_content: "Hm.",
            tool_calls: [
              { id: "a", type: "function", function: { name: "look", arguments: '{"at":1}' } },
              { id: "b", type: "function", function: { name: "wait", arguments: "" } },
            ],
          },
          { role: "tool", tool_call_id: "a", content: "a cat" },
          { role: "tool", tool_call_id: "b", content: [{ type: "text", text: "done" }] },
          { role: "user", content: "And now?" },
        ],
      }),
    ).toEqual({
      model: "claude-opus-4-6",
      max_tokens: 4096,
      system: [
        { type: "text", text: "Be brief." },
        { type: "text", text: "In English." },
      ],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image", source: { type: "base64", media_type: "image/png", data: "aGk=" } },
            { type: "image", source: { type: "url", url: "https://example.com/a.jpg" } },
            {
              type: "document",
              source: { type: "base64", media_type: "application/pdf", data: "aGk=" },
              title: "a.pdf",
            },
          ],
        },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "Hm.", signature: "c2ln" },
            { type: "tool_use", id: "a", name: "look", input: { at: 1 } },
            { type: "tool_use", id: "b", name: "wait", input: {} },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "a", content: [{ type: "text", text: "a cat" }] },
            { type: "tool_result", tool_use_id: "b", content: [{ type: "text", text: "done" }] },
            { type: "text", text: "And now?" },
          ],
        },
      ],
    });
  });

  const tools = [{ type: "function", function: { name: "f", description: "d", parameters: { type: "object" } } }];
  it.each([
    [{ max_completion_tokens: 5, max_tokens: 9 }, { max_tokens: 5 }],
    [{ stop: ["a", "b"] }, { stop_sequences: ["a", "b"] }],
    [
      { temperature: 1, top_p: 0.9, top_k: 5 },
      { temperature: 1, top_p: 0.9, top_k: 5 },
    ],
    [{ user: "u1" }, { metadata: { user_id: "u1" } }],
    [{ reasoning_effort: "high" }, { output_config: { effort: "high" } }],
    [{ reasoning_effort: "none" }, { thinking: { type: "disabled" } }],
    [{ tools }, { tools: [{ name: "f", description: "d", input_schema: { type: "object" } }] }],
    [{ tools, tool_choice: "auto" }, { tool_choice: { type: "auto" } }],
    [{ tools, tool_choice: "none" }, { tool_choice: { type: "none" } }],
    [{ tools, tool_choice: "required" }, { tool_choice: { type: "any" } }],
    [
      { tools, tool_choice: { type: "function", function: { name: "f" } } },
      { tool_choice: { type: "tool", name: "f" } },
    ],
    [{ tools, parallel_tool_calls: false }, { tool_choice: { type: "auto", disable_parallel_tool_use: true } }],
    [
      {
        response_format: { type: "json_schema", json_schema: { name: "n", strict: true, schema: { type: "object" } } },
      },
      { output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
    ],
    [{ n: 1, logprobs: false, store: false, presence_penalty: 0, frequency_penalty: 0, seed: null, tools: [] }, {}],
    [{ top_logprobs: 0, verbosity: "medium", user: "u", safety_identifier: "u", tool_choice: "none" }, {}],
  ])("%j says %j", (body, expected) => {
    expect(written(body)).toMatchObject(expected);
  });

  it.each([
    [{ seed: 1 }, "seed"],
    [{ user: "a", safety_identifier: "b" }, "user"],
    [{ tool_choice: "required" }, "tool_choice"],
    [{ tools, tool_choice: { type: "function", function: { name: "g" } } }, "tool_choice"],
    [{ tool_choice: { type: "function", function: { name: "f" } } }, "tool_choice"],
    [{ stream_options: { include_obfuscation: true } }, "stream_options.include_obfuscation"],
    [{ verbosity: "low" }, "verbosity"],
    [{ n: 2 }, "n"],
    [{ logprobs: true }, "logprobs"],
    [{ presence_penalty: 0.5 }, "presence_penalty"],
    [{ temperature: 1.5 }, "temperature"],
    [{ metadata: { a: "b" } }, "metadata"],
    [{ reasoning_effort: "minimal" }, "reasoning_effort"],
    [{ response_format: { type: "json_object" } }, "response_format"],
    [{ stream_options: { include_usage: true, other: 1 } }, "stream_options.other"],
    [{ something_new: {} }, "something_new"],
    [{ functions: [{ name: "f" }] }, "functions"],
    [{ tools: [{ type: "custom", custom: { name: "f" } }] }, "tools[0].type"],
    [{ messages: [{ role: "user", content: "a", name: "Ann" }] }, "messages[0].name"],
    [
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "u", detail: "low" } }] }] },
      "messages[0].content[0].image_url.detail",
    ],
    [
      {
        messages: [{ role: "user", content: [{ type: "input_audio", input_audio: { data: "aGk=", format: "wav" } }] }],
      },
      "messages[0].content[0]",
    ],
    [
      {
        messages: [
          { role: "user", content: "a" },
          { role: "system", content: "b" },
        ],
      },
      "messages[1].role",
    ],
    [{ messages: [{ role: "assistant", content: "a", reasoning_content: "b" }] }, "messages[0].reasoning_content"],
  ])("%j is refused by name, and may be dropped", (body, param) => {
    expect(ask(body)).toMatchObject({ ok: false, problem: { param, message: expect.stringContaining(param) } });
    expect(ask(body, true).ok).toBe(true);
  });

  it("is refused whatever may be dropped when a call's arguments are no JSON object", () => {
    const call = { id: "a", type: "function", function: { name: "f", arguments: "[1" } };
    const messages = [{ role: "assistant", content: "", tool_calls: [call] }];
    const param = "messages[0].tool_calls[0].function.arguments";
    expect(ask({ messages }, true)).toMatchObject({ ok: false, problem: { param } });
  });
});

/** "Streaming messages" and "Extended thinking" of Anthropic's documentation. */
describe("Anthropic's answer as a chat completion", () => {
  const bytes = transcript("anthropic-tool-use.sse");
  const whole = translated(chatOverAnthropic, [bytes]);

  it("streams text, thoughts with their signature, calls and usage", () => {
    const frames = dataOf(whole);
    const deltas = frames.flatMap(({ choices }) => (choices as { delta: unknown }[]).map(({ delta }) => delta));
    expect(deltas).toEqual([
      { role: "assistant", content: "" },
      { reasoning_content: "Weather, then." },
      { thinking_blocks: [{ type: "thinking", thinking: "Weather, then.", signature: "EqQBCgIYAhIM" }] },
      { content: "Let’s check 🌦:" },
      {
        tool_calls: [
          {
            index: 0,
            id: "toolu_01T1x1fJ34qAmk2tNTrN7Up6",
            type: "function",
            function: { name: "get_weather", arguments: "" },
          },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: '{"location":' } }] },
      { tool_calls: [{ index: 0, function: { arguments: ' "San Francisco, CA"}' } }] },
      { tool_calls: [{ index: 1, id: "toolu_02", type: "function", function: { name: "get_time", arguments: "" } }] },
      { tool_calls: [{ index: 1, function: { arguments: "{}" } }] },
      {},
    ]);
    expect(frames.at(-2)).toMatchObject({ choices: [{ finish_reason: "tool_calls" }] });
    expect(frames.at(-1)).toMatchObject({
      id: "msg_014p7gG3wDgGV9EUtLvnow3U",
      model: "claude-opus-4-6",
      created: 1_700_000_000,
      usage: {
        prompt_tokens: 592,
        completion_tokens: 89,
        prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 20 },
      },
    });
    expect(whole.endsWith("data: [DONE]\n\n")).toBe(true);
  });

  it("says the same wherever the network cuts it", () => {
    for (let at = 1; at < bytes.length; at += 1) {
      expect(translated(chatOverAnthropic, [bytes.subarray(0, at), bytes.subarray(at)])).toBe(whole);
    }
    expect(
      translated(
        chatOverAnthropic,
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
      ),
    ).toBe(whole);
  });

  it("has no end when its upstream had none", () => {
    const stop = new TextDecoder().decode(bytes).indexOf("event: message_stop");
    const cut = translated(chatOverAnthropic, [
      new TextEncoder().encode(new TextDecoder().decode(bytes).slice(0, stop)),
    ]);
    expect(cut).not.toContain("[DONE]");
    expect(cut).not.toContain('"finish_reason":"');
  });

  it("is an error frame and nothing after it when its upstream fails or makes no sense", () => {
    const frames = (text: string) => translated(chatOverAnthropic, [new TextEncoder().encode(text)]);
    const overloaded =
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n';
    expect(dataOf(frames(overloaded + overloaded))).toEqual([
      { error: { type: "overloaded_error", message: "Overloaded", param: null, code: null } },
    ]);
    expect(dataOf(frames("data: {oops\n\ndata: {}\n\n"))).toMatchObject([{ error: { code: "malformed_frame" } }]);
  });

  it("is a completion without streaming, too", () => {
    const reply = {
      id: "msg_1",
      model: "claude",
      content: [
        { type: "thinking", thinking: "Hm.", signature: "c2ln" },
        { type: "text", text: "Hi" },
        { type: "tool_use", id: "t", name: "f", input: { a: 1 } },
      ],
      stop_reason: "tool_use",
      usage: { input_tokens: 3, cache_read_input_tokens: 4, output_tokens: 5 },
    };
    expect(chatOverAnthropic.reply(reply, replyContext)).toMatchObject({
      id: "msg_1",
      object: "chat.completion",
      choices: [
        {
          finish_reason: "tool_calls",
          message: {
            role: "assistant",
            content: "Hi",
            reasoning_content: "Hm.",
            thinking_blocks: [reply.content[0]],
            tool_calls: [{ id: "t", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
          },
        },
      ],
      usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12, prompt_tokens_details: { cached_tokens: 4 } },
    });
    expect(chatOverAnthropic.reply({ content: [{ type: "web_search_tool_result" }] }, replyContext)).toBeNull();
    expect(chatOverAnthropic.reply({}, replyContext)).toBeNull();
  });
});
