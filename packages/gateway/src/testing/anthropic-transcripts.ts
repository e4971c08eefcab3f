import { namedFrame } from "./endpoint-wires.ts";

/** Streams and replies of `/v1/messages` as Anthropic's documentation shows them. */
const start = (usage: Readonly<Record<string, number>>) =>
  namedFrame("message_start", {
    message: {
      id: "msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY",
      type: "message",
      role: "assistant",
      content: [],
      model: "claude-opus-4-6",
      stop_reason: null,
      stop_sequence: null,
      usage,
    },
  });
const begin = (index: number, block: Readonly<Record<string, unknown>>) =>
  namedFrame("content_block_start", { index, content_block: block });
const delta = (index: number, piece: Readonly<Record<string, unknown>>) =>
  namedFrame("content_block_delta", { index, delta: piece });
const stop = (index: number) => namedFrame("content_block_stop", { index });
const end = (reason: string, outputTokens: number) =>
  namedFrame("message_delta", {
    delta: { stop_reason: reason, stop_sequence: null },
    usage: { output_tokens: outputTokens },
  }) + namedFrame("message_stop", {});

/** Frames in the order in which they come, cut where a test wants to. */
export const helloStream = [
  start({ input_tokens: 25, output_tokens: 1 }),
  begin(0, { type: "text", text: "" }),
  namedFrame("ping", {}),
  delta(0, { type: "text_delta", text: "Hello" }),
  delta(0, { type: "text_delta", text: "!" }),
  stop(0),
  end("end_turn", 15),
] as const;

/** A call of a tool whose input comes in pieces of JSON, after a sentence. */
export const toolStream = [
  start({ input_tokens: 472, output_tokens: 2 }),
  begin(0, { type: "text", text: "" }),
  namedFrame("ping", {}),
  delta(0, { type: "text_delta", text: "Okay, let's check the weather for San Francisco, CA:" }),
  stop(0),
  begin(1, { type: "tool_use", id: "toolu_01T1x1fJ34qAmk2tNTrN7Up6", name: "get_weather", input: {} }),
  delta(1, { type: "input_json_delta", partial_json: "" }),
  delta(1, { type: "input_json_delta", partial_json: '{"location":' }),
  delta(1, { type: "input_json_delta", partial_json: ' "San Francisco, CA"' }),
  delta(1, { type: "input_json_delta", partial_json: ', "unit": "fahrenheit"}' }),
  stop(1),
  end("tool_use", 89),
] as const;

/** A thought with its signature, before the answer. */
export const thinkingStream = [
  start({ input_tokens: 41, cache_creation_input_tokens: 100, cache_read_input_tokens: 200, output_tokens: 1 }),
  begin(0, { type: "thinking", thinking: "", signature: "" }),
  delta(0, { type: "thinking_delta", thinking: "Let me solve this step by step:\n\n1. First break down 27 * 453" }),
  delta(0, { type: "thinking_delta", thinking: "\n2. 453 = 400 + 50 + 3" }),
  delta(0, { type: "signature_delta", signature: "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pk" }),
  stop(0),
  begin(1, { type: "text", text: "" }),
  delta(1, { type: "text_delta", text: "27 * 453 = 12,231" }),
  stop(1),
  end("end_turn", 60),
] as const;

/** What comes inside of a stream when Anthropic has too much to do. */
export const overloadedFrame = namedFrame("error", { error: { type: "overloaded_error", message: "Overloaded" } });

export const helloMessage = JSON.stringify({
  id: "msg_01XFDUDYJgAACzvnptvVoYEL",
  type: "message",
  role: "assistant",
  content: [{ type: "text", text: "Hello!" }],
  model: "claude-opus-4-6",
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 12, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 6 },
});
