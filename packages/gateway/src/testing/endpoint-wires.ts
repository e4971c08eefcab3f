import { completion, doneFrame, errorFrame, finishFrame, roleFrame, textFrame, usageFrame } from "./wire.ts";

/** One endpoint as it looks on the wire: what a caller sends, and what an upstream of its protocol answers. */
export type EndpointWire = {
  readonly name: string;
  /** Below the gateway's base URL, which ends with `/v1`. */
  readonly path: string;
  readonly provider: "openai" | "anthropic";
  readonly body: Readonly<Record<string, unknown>>;
  /** A whole reply without streaming, of 12 input and 3 output tokens. */
  readonly reply: string;
  /** Frames before the first token. */
  readonly prologue: string;
  /** One frame that is a token. */
  readonly token: (text: string) => string;
  /** From the last token to the end, with the same usage. */
  readonly epilogue: string;
  /** What of the epilogue the caller gets: the gateway's own wish for usage is taken out again. */
  readonly relayedEpilogue: string;
  /** An upstream's error inside of a stream that began with 200. */
  readonly failure: string;
  /** What must never follow a failure. */
  readonly ends: readonly string[];
};

/** A frame whose event has a name, as in everything but `choices`: "Streaming messages" and "Streaming API responses". */
export const namedFrame = (event: string, data: Readonly<Record<string, unknown>>): string =>
  `event: ${event}\ndata: ${JSON.stringify({ type: event, ...data })}\n\n`;

const completionFrame = (text: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: "c1", object: "text_completion", created: 1, model: "m", choices: [{ index: 0, text, logprobs: null, finish_reason: finish }] })}\n\n`;

const responseOf = (more: Readonly<Record<string, unknown>>) => ({
  id: "resp_1",
  object: "response",
  created_at: 1,
  status: "in_progress",
  error: null,
  incomplete_details: null,
  model: "m",
  output: [],
  usage: null,
  ...more,
});
const messageItem = (text: string) => ({
  id: "msg_1",
  type: "message",
  status: "completed",
  role: "assistant",
  content: [{ type: "output_text", text, annotations: [] }],
});
const responsesUsage = {
  input_tokens: 12,
  input_tokens_details: { cached_tokens: 8 },
  output_tokens: 3,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 15,
};
const whole = responseOf({ status: "completed", output: [messageItem("hi")], usage: responsesUsage });
const part = { item_id: "msg_1", output_index: 0, content_index: 0 };

const anthropicUsage = {
  input_tokens: 4,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 8,
  output_tokens: 3,
};

/** The events of "Create a model response" with `stream`, in their order. */
const responsesEpilogue =
  namedFrame("response.output_text.done", { ...part, text: "hi", logprobs: [], sequence_number: 5 }) +
  namedFrame("response.content_part.done", {
    ...part,
    part: { type: "output_text", text: "hi", annotations: [] },
    sequence_number: 6,
  }) +
  namedFrame("response.output_item.done", { output_index: 0, item: messageItem("hi"), sequence_number: 7 }) +
  namedFrame("response.completed", { response: whole, sequence_number: 8 });

const messagesEpilogue =
  namedFrame("content_block_stop", { index: 0 }) +
  namedFrame("message_delta", {
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 3 },
  }) +
  namedFrame("message_stop", {});

export const endpointWires: readonly EndpointWire[] = [
  {
    name: "chat.completions",
    path: "/chat/completions",
    provider: "openai",
    body: { model: "chat", messages: [{ role: "user", content: "hello" }] },
    reply: completion("hi"),
    prologue: roleFrame,
    token: textFrame,
    epilogue: finishFrame + usageFrame + doneFrame,
    relayedEpilogue: finishFrame + doneFrame,
    failure: errorFrame,
    ends: ["[DONE]"],
  },
  {
    name: "completions",
    path: "/completions",
    provider: "openai",
    body: { model: "chat", prompt: "hello there" },
    reply: JSON.stringify({
      id: "c1",
      object: "text_completion",
      created: 1,
      model: "m",
      choices: [{ index: 0, text: "hi", logprobs: null, finish_reason: "stop" }],
      usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 },
    }),
    prologue: completionFrame(""),
    token: (text) => completionFrame(text),
    epilogue: completionFrame("", "stop") + usageFrame + doneFrame,
    relayedEpilogue: completionFrame("", "stop") + doneFrame,
    failure: errorFrame,
    ends: ["[DONE]"],
  },
  {
    name: "responses",
    path: "/responses",
    provider: "openai",
    body: { model: "chat", input: "hello", instructions: "Be brief." },
    reply: JSON.stringify(whole),
    prologue:
      namedFrame("response.created", { response: responseOf({}), sequence_number: 0 }) +
      namedFrame("response.in_progress", { response: responseOf({}), sequence_number: 1 }) +
      namedFrame("response.output_item.added", {
        output_index: 0,
        item: { ...messageItem(""), status: "in_progress", content: [] },
        sequence_number: 2,
      }) +
      namedFrame("response.content_part.added", {
        ...part,
        part: { type: "output_text", text: "", annotations: [] },
        sequence_number: 3,
      }),
    token: (text) =>
      namedFrame("response.output_text.delta", { ...part, delta: text, logprobs: [], sequence_number: 4 }),
    epilogue: responsesEpilogue,
    relayedEpilogue: responsesEpilogue,
    failure: namedFrame("response.failed", {
      response: responseOf({ status: "failed", error: { code: "server_error", message: "out of memory" } }),
      sequence_number: 5,
    }),
    ends: ["response.completed", "response.incomplete", "[DONE]"],
  },
  {
    name: "messages",
    path: "/messages",
    provider: "anthropic",
    body: { model: "chat", max_tokens: 64, system: "Be brief.", messages: [{ role: "user", content: "hello" }] },
    reply: JSON.stringify({
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "m",
      content: [{ type: "text", text: "hi" }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: anthropicUsage,
    }),
    prologue:
      namedFrame("message_start", {
        message: {
          id: "msg_1",
          type: "message",
          role: "assistant",
          content: [],
          model: "m",
          stop_reason: null,
          stop_sequence: null,
          usage: { ...anthropicUsage, output_tokens: 1 },
        },
      }) +
      namedFrame("content_block_start", { index: 0, content_block: { type: "text", text: "" } }) +
      namedFrame("ping", {}),
    token: (text) => namedFrame("content_block_delta", { index: 0, delta: { type: "text_delta", text } }),
    epilogue: messagesEpilogue,
    relayedEpilogue: messagesEpilogue,
    failure: namedFrame("error", { error: { type: "overloaded_error", message: "Overloaded" } }),
    ends: ["message_stop"],
  },
];

/** Embeddings, which never stream. */
export const embeddingsReply = JSON.stringify({
  object: "list",
  data: [{ object: "embedding", index: 0, embedding: [0.25, -0.5] }],
  model: "m",
  usage: { prompt_tokens: 12, total_tokens: 12 },
});
