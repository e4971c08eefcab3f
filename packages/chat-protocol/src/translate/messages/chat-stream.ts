import type { ApiError } from "../../error-envelope.ts";
import { isRecord } from "../../json-record.ts";
import { readUpstreamError } from "../../read-upstream-error.ts";
import { readTokenUsage, type TokenUsage } from "../../token-usage.ts";
import { FrameReader, type ReadFrame } from "../frame-reader.ts";
import { malformedFrame } from "../openai/chat-chunks.ts";
import type { JsonObject, ReplyContext, StreamTranslator } from "../translation.ts";
import { messagesUsage, stopReasonOf } from "./read-completion.ts";

/** A chat completion stream, as a stream of Anthropic's messages. */
export class ChatStream implements StreamTranslator {
  readonly #frames = new FrameReader();
  readonly #context: ReplyContext;
  #begun = false;
  /** What block is open: `text`, `thinking`, or the index of a call; null: none. */
  #open: "text" | "thinking" | number | null = null;
  #block = -1;
  /** Calls that were begun have smaller indexes. */
  #nextCall = 0;
  #finish: unknown = null;
  #refused = false;
  #usage: TokenUsage | null = null;
  /** Pieces of the answer: about its tokens, where nobody counts them. */
  #pieces = 0;
  #over = false;

  constructor(context: ReplyContext) {
    this.#context = context;
  }

  get estimates(): boolean {
    return this.#usage === null;
  }

  push(chunk: Uint8Array): string {
    return this.#take(this.#frames.push(chunk));
  }

  end(): string {
    const left = this.#take(this.#frames.end());
    // Some engines end without [DONE]; that the choice finished is then what makes an end of it.
    return left + (this.#finish === null || this.#over ? "" : this.#stop());
  }

  #take(frames: readonly ReadFrame[]): string {
    let out = "";
    for (const frame of frames) if (!this.#over) out += this.#read(frame);
    return out;
  }

  #read(frame: ReadFrame): string {
    if (frame === "malformed") return this.#fail(malformedFrame);
    // Without a choice that finished, it is no end of anything.
    if (frame === "done") return this.#finish === null ? "" : this.#stop();
    const error = readUpstreamError(frame);
    if (error) return this.#fail(error);
    this.#usage = readTokenUsage(frame["usage"]) ?? this.#usage;
    const choice: unknown = Array.isArray(frame["choices"]) ? frame["choices"][0] : null;
    const begin = this.#begin(frame);
    if (!isRecord(choice)) return begin;
    const delta = isRecord(choice["delta"]) ? choice["delta"] : {};
    const said = begin + this.#texts(delta) + this.#calls(delta["tool_calls"]);
    this.#finish = choice["finish_reason"] ?? this.#finish;
    return said;
  }

  #begin({ id, model }: JsonObject): string {
    if (this.#begun) return "";
    this.#begun = true;
    const message = {
      id: typeof id === "string" && id !== "" ? id : `msg_${this.#context.requestId}`,
      type: "message",
      role: "assistant",
      model: typeof model === "string" && model !== "" ? model : this.#context.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      // OpenAI counts at the end alone: until then it is the gateway's estimate.
      usage: { input_tokens: this.#context.inputTokens, output_tokens: 0 },
    };
    return event("message_start", { message });
  }

  #texts(delta: JsonObject): string {
    // Some engines answer with a list of parts, for which this has no words.
    if (Array.isArray(delta["content"]))
      return this.#fail({ ...malformedFrame, message: "The upstream sent no text." });
    let out = "";
    const thought = delta["reasoning_content"] ?? delta["reasoning"];
    if (typeof thought === "string" && thought !== "") {
      out += this.#turnTo("thinking", { type: "thinking", thinking: "", signature: "" });
      out += this.#delta({ type: "thinking_delta", thinking: thought });
    }
    for (const text of [delta["content"], delta["refusal"]]) {
      if (typeof text !== "string" || text === "") continue;
      if (text === delta["refusal"]) this.#refused = true;
      out += this.#turnTo("text", { type: "text", text: "" });
      out += this.#delta({ type: "text_delta", text });
    }
    return out;
  }

  #calls(calls: unknown): string {
    let out = "";
    for (const call of Array.isArray(calls) ? calls : []) if (isRecord(call) && !this.#over) out += this.#call(call);
    return out;
  }

  #call(call: JsonObject): string {
    const named = isRecord(call["function"]) ? call["function"] : {};
    // Without an index, a piece that names nothing belongs to the call that is open.
    const goesOn = typeof this.#open === "number" && call["id"] === undefined && named["name"] === undefined;
    const index = typeof call["index"] === "number" ? call["index"] : goesOn ? Number(this.#open) : this.#nextCall;
    let out = "";
    if (this.#open !== index) {
      // Blocks come one after the other there.
      if (index < this.#nextCall) return this.#fail({ ...malformedFrame, message: "The upstream mixed its calls." });
      this.#nextCall = index + 1;
      out += this.#turnTo(index, { type: "tool_use", id: call["id"], name: named["name"], input: {} });
    }
    const written = named["arguments"];
    if (typeof written !== "string" || written === "") return out;
    return out + this.#delta({ type: "input_json_delta", partial_json: written });
  }

  #turnTo(what: "text" | "thinking" | number, block: JsonObject): string {
    if (this.#open === what) return "";
    const closed = this.#close();
    this.#open = what;
    this.#block += 1;
    return closed + event("content_block_start", { index: this.#block, content_block: block });
  }

  #delta(delta: JsonObject): string {
    this.#pieces += 1;
    return event("content_block_delta", { index: this.#block, delta });
  }

  #close(): string {
    if (this.#open === null) return "";
    this.#open = null;
    return event("content_block_stop", { index: this.#block });
  }

  #stop(): string {
    this.#over = true;
    const reason = this.#refused ? "refusal" : stopReasonOf(this.#finish, this.#nextCall > 0);
    const usage = this.#usage ? messagesUsage(this.#usage) : { output_tokens: this.#pieces };
    return (
      this.#close() +
      event("message_delta", { delta: { stop_reason: reason, stop_sequence: null }, usage }) +
      event("message_stop", {})
    );
  }

  #fail({ type, message }: ApiError): string {
    this.#over = true;
    return event("error", { error: { type, message } });
  }
}

function event(type: string, data: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}
