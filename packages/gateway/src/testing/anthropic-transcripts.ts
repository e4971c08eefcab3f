import { namedFrame } from "./endpoint-wires.ts";

/**
 * Streams of `/v1/messages` as "Streaming messages" of Anthropic's documentation shows them, and a reply as "Using the
 * Messages API" does.
 */
const start = (usage: Readonly<Record<string, number>>) =>
  namedFrame("message_start", {
    message: {
      id: "msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY",
      type: "message",
      role: "assistant",
      content: [],
      model: "claude-opus-4-8",
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

/** "Basic streaming request": frames in the order in which they come, cut where a test wants to. */
export const helloStream = [
  start({ input_tokens: 25, output_tokens: 1 }),
  begin(0, { type: "text", text: "" }),
  namedFrame("ping", {}),
  delta(0, { type: "text_delta", text: "Hello" }),
  delta(0, { type: "text_delta", text: "!" }),
  stop(0),
  end("end_turn", 15),
] as const;

/** "Streaming request with tool use": a call whose input comes in pieces of JSON, after a sentence. */
export const toolStream = [
  start({ input_tokens: 472, output_tokens: 2 }),
  begin(0, { type: "text", text: "" }),
  namedFrame("ping", {}),
  ...["Okay", ",", " let", "'s", " check", " the", " weather", " for", " San", " Francisco", ",", " CA", ":"].map(
    (text) => delta(0, { type: "text_delta", text }),
  ),
  stop(0),
  begin(1, { type: "tool_use", id: "toolu_01T1x1fJ34qAmk2tNTrN7Up6", name: "get_weather", input: {} }),
  ...["", '{"location":', ' "San', " Francisc", "o,", ' CA"}'].map((piece) =>
    delta(1, { type: "input_json_delta", partial_json: piece }),
  ),
  stop(1),
  end("tool_use", 89),
] as const;

/**
 * "Streaming request with extended thinking": a thought with its signature, before the answer. Its usage, which is left
 * out there, is told in the fields of "Prompt caching".
 */
export const thinkingStream = [
  start({ input_tokens: 41, cache_creation_input_tokens: 100, cache_read_input_tokens: 200, output_tokens: 1 }),
  begin(0, { type: "thinking", thinking: "", signature: "" }),
  ...[
    "I need to find the GCD of 1071 and 462 using the Euclidean algorithm.\n\n1071 = 2 × 462 + 147",
    "\n462 = 3 × 147 + 21",
    "\n147 = 7 × 21 + 0",
    "\nThe remainder is 0, so GCD(1071, 462) = 21.",
  ].map((thinking) => delta(0, { type: "thinking_delta", thinking })),
  delta(0, { type: "signature_delta", signature: "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds..." }),
  stop(0),
  begin(1, { type: "text", text: "" }),
  delta(1, { type: "text_delta", text: "The greatest common divisor of 1071 and 462 is **21**." }),
  stop(1),
  end("end_turn", 60),
] as const;

/** "Error events": what comes inside of a stream when Anthropic has too much to do. */
export const overloadedFrame = namedFrame("error", { error: { type: "overloaded_error", message: "Overloaded" } });

export const helloMessage = JSON.stringify({
  id: "msg_01XFDUDYJgAACzvnptvVoYEL",
  type: "message",
  role: "assistant",
  content: [{ type: "text", text: "Hello!" }],
  model: "claude-opus-4-8",
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 12, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 6 },
});
