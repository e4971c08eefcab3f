import type { ApiError } from "../../error-envelope.ts";
import type { TokenUsage } from "../../token-usage.ts";
import type { JsonObject, ReplyContext } from "../translation.ts";
import { type AnsweredCall, chatUsage, type FinishReason } from "./chat-answer.ts";

/** Writes the frames of a chat completion stream. */
export class ChatChunks {
  id: string;
  model: string;
  readonly #created: number;
  #begun = false;

  constructor({ requestId, model, nowMs }: ReplyContext) {
    this.id = `chatcmpl-${requestId}`;
    this.model = model;
    this.#created = Math.floor(nowMs / 1000);
  }

  text(content: string): string {
    return this.delta({ content });
  }

  reasoning(text: string): string {
    return this.delta({ reasoning_content: text });
  }

  callBegins(index: number, call: AnsweredCall): string {
    const { id, name, extra } = call;
    const more = extra ? { extra_content: extra } : {};
    return this.delta({
      tool_calls: [{ index, id, type: "function", function: { name, arguments: call.arguments }, ...more }],
    });
  }

  callArguments(index: number, text: string): string {
    return this.delta({ tool_calls: [{ index, function: { arguments: text } }] });
  }

  /** The role comes with whatever is first, so that a stream which fails at once has said nothing. */
  delta(delta: JsonObject): string {
    const first = this.#begun ? "" : this.#choice({ role: "assistant", content: "" }, null);
    this.#begun = true;
    return first + this.#choice(delta, null);
  }

  /** The usage frame is always written; it is taken out again where the caller did not ask for it. */
  end(finish: FinishReason, usage: TokenUsage | null): string {
    const counted = usage ? this.#frame([], { usage: chatUsage(usage) }) : "";
    return `${this.#choice({}, finish)}${counted}data: [DONE]\n\n`;
  }

  #choice(delta: JsonObject, finish: FinishReason | null): string {
    return this.#frame([{ index: 0, delta, logprobs: null, finish_reason: finish }], {});
  }

  #frame(choices: readonly JsonObject[], more: JsonObject): string {
    const { id, model } = this;
    const created = this.#created;
    return `data: ${JSON.stringify({ id, object: "chat.completion.chunk", created, model, choices, ...more })}\n\n`;
  }
}

/** A failure inside of a chat completion stream. */
export function chatErrorFrame({ message, type, param, code }: ApiError): string {
  return `data: ${JSON.stringify({ error: { message, type, param, code } })}\n\n`;
}

/** A frame of the upstream that makes no sense. */
export const malformedFrame: ApiError = {
  message: "The upstream sent a frame that makes no sense.",
  type: "upstream_error",
  param: null,
  code: "malformed_frame",
};
