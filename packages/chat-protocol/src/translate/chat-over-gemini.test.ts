import { describe, expect, it } from "vitest";
import { dataOf, replyContext, transcript, translated } from "../testing/translated-stream.ts";
import { chatOverGemini } from "./gemini/chat-over-gemini.ts";

const ask = (body: Record<string, unknown>, drop = false, model = "gemini-3-flash") =>
  chatOverGemini.request(
    { model: "chat", messages: [{ role: "user", content: "hi" }], ...body },
    { model, stream: false, drop },
  );
const written = (body: Record<string, unknown>, drop = false, model?: string): unknown => {
  const result = ask(body, drop, model);
  if (!result.ok) throw new Error(result.problem.message);
  return result.body;
};
const path = (model: string, stream: boolean) =>
  typeof chatOverGemini.path === "string" ? "" : chatOverGemini.path({ model, stream });

/** "Generating content", "Function calling", "Structured output", "Thinking" of the Gemini API's documentation. */
describe("a chat completion request for Gemini", () => {
  it("names the model and the way to answer in its path", () => {
    expect(path("gemini-2.5-flash", false)).toBe("/models/gemini-2.5-flash:generateContent");
    expect(path("models/gemini-2.5-flash", true)).toBe("/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
    expect(path("../x", false)).toBe("/models/..%2Fx:generateContent");
  });

  it("keeps a conversation with tools and images", () => {
    expect(
      written({
        messages: [
          { role: "system", content: "Be brief." },
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image_url", image_url: { url: "data:image/png;base64,aGk=" } },
              { type: "image_url", image_url: { url: "https://example.com/a.jpg?x=1" } },
              { type: "input_audio", input_audio: { data: "aGk=", format: "wav" } },
            ],
          },
          {
            role: "assistant",
            content: null,
            tool_calls: [
              {
                id: "a",
                type: "function",
                function: { name: "look", arguments: '{"at":1}' },
                extra_content: { google: { thought_signature: "c2ln" } },
              },
              { id: "b", type: "function", function: { name: "wait", arguments: "{}" } },
            ],
          },
          { role: "tool", tool_call_id: "a", content: '{"seen":"a cat"}' },
          { role: "tool", tool_call_id: "b", content: "done" },
        ],
      }),
    ).toEqual({
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [
        {
          role: "user",
          parts: [
            { text: "What is this?" },
            { inlineData: { mimeType: "image/png", data: "aGk=" } },
            { fileData: { mimeType: "image/jpeg", fileUri: "https://example.com/a.jpg?x=1" } },
            { inlineData: { mimeType: "audio/wav", data: "aGk=" } },
          ],
        },
        {
          role: "model",
          parts: [
            { functionCall: { id: "a", name: "look", args: { at: 1 } }, thoughtSignature: "c2ln" },
            { functionCall: { id: "b", name: "wait", args: {} } },
          ],
        },
        {
          role: "user",
          parts: [
            { functionResponse: { id: "a", name: "look", response: { seen: "a cat" } } },
            { functionResponse: { id: "b", name: "wait", response: { result: "done" } } },
          ],
        },
      ],
    });
  });

  const tools = [{ type: "function", function: { name: "f", description: "d", parameters: { type: "object" } } }];
  const config = (generationConfig: unknown) => ({ generationConfig });
  it.each([
    [{ max_tokens: 9 }, config({ maxOutputTokens: 9 })],
    [
      { temperature: 2, top_p: 0.9, top_k: 5, stop: "a", seed: 7, presence_penalty: 0.5, frequency_penalty: -0.5 },
      config({
        temperature: 2,
        topP: 0.9,
        topK: 5,
        stopSequences: ["a"],
        seed: 7,
        presencePenalty: 0.5,
        frequencyPenalty: -0.5,
      }),
    ],
    [{ response_format: { type: "json_object" } }, config({ responseMimeType: "application/json" })],
    [
      { response_format: { type: "json_schema", json_schema: { name: "n", schema: { type: "object" } } } },
      config({ responseMimeType: "application/json", responseJsonSchema: { type: "object" } }),
    ],
    [{ reasoning_effort: "low" }, config({ thinkingConfig: { thinkingLevel: "low" } })],
    [{ reasoning_effort: "none" }, config({ thinkingConfig: { thinkingBudget: 0 } })],
    [
      { tools },
      {
        tools: [{ functionDeclarations: [{ name: "f", description: "d", parametersJsonSchema: { type: "object" } }] }],
      },
    ],
    [{ tools, tool_choice: "required" }, { toolConfig: { functionCallingConfig: { mode: "ANY" } } }],
    [
      { tools, tool_choice: { type: "function", function: { name: "f" } } },
      { toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["f"] } } },
    ],
  ])("%j says %j", (body, expected) => {
    expect(written(body)).toMatchObject(expected);
  });

  const call = (id: string, extra: object = {}) => ({ id, type: "function", function: { name: "f" }, ...extra });
  const results = (...ids: string[]) => ids.map((id) => ({ role: "tool", tool_call_id: id, content: "{}" }));
  it("says of calls that another provider's model made that they have no signature, for models that ask for one", () => {
    const google = { extra_content: { google: { thought_signature: "c2ln" } } };
    const messages = [
      { role: "user", content: "hi" },
      { role: "assistant", content: "Well.", tool_calls: [call("a"), call("b")] },
      ...results("a", "b"),
      { role: "assistant", tool_calls: [call("c", google), call("d")] },
      ...results("c", "d"),
    ];
    const signatures = (model: string): unknown => {
      const body: unknown = JSON.parse(JSON.stringify(written({ messages }, false, model)));
      const parts = (body as { contents: { parts: Record<string, unknown>[] }[] }).contents.flatMap(
        (each) => each.parts,
      );
      return parts.filter((part) => part["functionCall"]).map((part) => part["thoughtSignature"]);
    };
    expect(signatures("gemini-3-flash")).toEqual(["skip_thought_signature_validator", undefined, "c2ln", undefined]);
    expect(signatures("gemini-2.5-flash")).toEqual([undefined, undefined, "c2ln", undefined]);
  });

  it("counts effort in tokens for models of before Gemini 3", () => {
    const body = written({ reasoning_effort: "medium" }, false, "gemini-2.5-pro");
    expect(body).toMatchObject(config({ thinkingConfig: { thinkingBudget: 8192 } }));
  });

  it.each([
    [{ user: "u" }, "user"],
    [{ n: 2 }, "n"],
    [{ logprobs: true }, "logprobs"],
    [{ logit_bias: { "5": 1 } }, "logit_bias"],
    [{ reasoning_effort: "xhigh" }, "reasoning_effort"],
    [{ tools, parallel_tool_calls: false }, "parallel_tool_calls"],
    [{ tools: [{ type: "function", function: { name: "f", strict: true } }] }, "tools[0].function.strict"],
    [
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "https://a.b/c" } }] }] },
      "messages[0].content[0].image_url.url",
    ],
    [
      { messages: [{ role: "assistant", content: "a", thinking_blocks: [{ type: "thinking" }] }] },
      "messages[0].thinking_blocks[0]",
    ],
  ])("%j is refused by name, and may be dropped", (body, param) => {
    expect(ask(body)).toMatchObject({ ok: false, problem: { param, message: expect.stringContaining(param) } });
    expect(ask(body, true).ok).toBe(true);
  });

  it.each([
    [{ type: "image_url", image_url: {} }, "image_url.url"],
    [{ type: "image_url", image_url: { url: "data:image/png;base64," } }, "image_url.url"],
    [{ type: "input_audio", input_audio: { format: "wav" } }, "input_audio.data"],
    [{ type: "file", file: { file_data: "data:application/pdf;base64," } }, "file.file_data"],
    [{ type: "file", file: { filename: "a.pdf" } }, "file.file_data"],
  ])("%j is refused whatever may be dropped", (part, missing) => {
    const messages = [{ role: "user", content: [part] }];
    const param = `messages[0].content[0].${missing}`;
    for (const drop of [false, true]) expect(ask({ messages }, drop)).toMatchObject({ ok: false, problem: { param } });
  });

  it("is refused whatever may be dropped when a result belongs to no call", () => {
    const messages = [{ role: "tool", tool_call_id: "x", content: "a" }];
    expect(ask({ messages }, true)).toMatchObject({ ok: false, problem: { param: "messages[0].tool_call_id" } });
  });
});

/** "Generating content" (streamGenerateContent, UsageMetadata, FinishReason) and "Thought signatures". */
describe("Gemini's answer as a chat completion", () => {
  const bytes = transcript("gemini-function-calling.sse");
  const whole = translated(chatOverGemini, [bytes]);

  it("streams thoughts, text, calls with their signatures, and usage", () => {
    const frames = dataOf(whole);
    const deltas = frames.flatMap(({ choices }) => (choices as { delta: unknown }[]).map(({ delta }) => delta));
    const call = (index: number, id: string, name: string, args: string, more: object = {}) => ({
      tool_calls: [{ index, id, type: "function", function: { name, arguments: args }, ...more }],
    });
    expect(deltas).toEqual([
      { role: "assistant", content: "" },
      { reasoning_content: "**Weighing** it." },
      { content: "Let’s check 🌦" },
      call(0, "call_r1_0", "get_weather", '{"location":"Paris, France"}', {
        extra_content: { google: { thought_signature: "CikB0e2Kb" } },
      }),
      call(1, "f2", "get_time", "{}"),
      {},
    ]);
    expect(frames.at(-2)).toMatchObject({ choices: [{ finish_reason: "tool_calls" }] });
    expect(frames.at(-1)).toMatchObject({
      id: "mAitaLmkHPPlz7IPvtfUqQ4",
      model: "gemini-3-flash-preview",
      usage: { prompt_tokens: 42, completion_tokens: 28, prompt_tokens_details: { cached_tokens: 32 } },
    });
    expect(whole.endsWith("data: [DONE]\n\n")).toBe(true);
  });

  it("gives calls without an id one that OpenAI's models take, too", () => {
    const requestId = "0193c4f5-1234-7abc-8def-0123456789ab";
    const parts = Array.from({ length: 12 }, () => ({ functionCall: { name: "f", args: {} } }));
    const reply = { candidates: [{ content: { parts }, finishReason: "STOP" }] };
    const answer = JSON.stringify(chatOverGemini.reply(reply, { ...replyContext, requestId }));
    const ids = [...answer.matchAll(/"id":"(call_[^"]+)"/g)].map(([, id = ""]) => id);
    expect(new Set(ids).size).toBe(12);
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
  });

  it("says the same wherever the network cuts it", () => {
    for (let at = 1; at < bytes.length; at += 1) {
      expect(translated(chatOverGemini, [bytes.subarray(0, at), bytes.subarray(at)])).toBe(whole);
    }
    expect(
      translated(
        chatOverGemini,
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
      ),
    ).toBe(whole);
  });

  const frame = (data: unknown) => new TextEncoder().encode(`data: ${JSON.stringify(data)}\n\n`);
  const hello = { candidates: [{ content: { parts: [{ text: "hi" }], role: "model" } }] };
  it("has no end without a reason for it", () => {
    expect(translated(chatOverGemini, [frame(hello)])).not.toMatch(/\[DONE\]|"finish_reason":"/);
  });

  it.each([
    ["an error", { error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } }, "overloaded"],
    [
      "a call that makes no sense",
      { candidates: [{ finishReason: "MALFORMED_FUNCTION_CALL" }] },
      "MALFORMED_FUNCTION_CALL",
    ],
  ])("is an error frame and nothing after it at %s", (_what, data, said) => {
    const frames = dataOf(translated(chatOverGemini, [frame(data), frame(hello)]));
    expect(frames).toMatchObject([{ error: { message: expect.stringContaining(said) } }]);
  });

  it.each([
    ["STOP", "stop"],
    ["MAX_TOKENS", "length"],
    ["SAFETY", "content_filter"],
    ["RECITATION", "content_filter"],
  ])("ends by %s as %s", (finishReason, finish) => {
    const reply = { candidates: [{ content: hello.candidates[0]?.content, finishReason }], responseId: "r" };
    expect(chatOverGemini.reply(reply, replyContext)).toMatchObject({
      id: "r",
      choices: [{ finish_reason: finish, message: { content: "hi" } }],
    });
  });

  it("is an empty answer when the question was blocked, and none when nothing came", () => {
    expect(chatOverGemini.reply({ promptFeedback: { blockReason: "SAFETY" } }, replyContext)).toMatchObject({
      choices: [{ finish_reason: "content_filter", message: { content: null } }],
    });
    expect(chatOverGemini.reply({}, replyContext)).toBeNull();
  });

  it("tells of an unknown key what it is, whatever its status", () => {
    const body = {
      error: {
        code: 400,
        message: "API key not valid. Please pass a valid API key.",
        status: "INVALID_ARGUMENT",
        details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }],
      },
    };
    expect(chatOverGemini.error(body)).toMatchObject({ type: "authentication_error", code: "INVALID_ARGUMENT" });
    expect(chatOverGemini.error([body])).toMatchObject({ message: expect.stringContaining("not valid") });
    expect(chatOverGemini.error({})).toBeNull();
  });
});
