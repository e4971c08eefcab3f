import { isRecord } from "../../json-record.ts";
import { readUpstreamError } from "../../read-upstream-error.ts";
import type { TokenUsage } from "../../token-usage.ts";
import { messages } from "../../endpoints/messages.ts";
import { FrameReader, type ReadFrame } from "../frame-reader.ts";
import { ChatChunks, chatErrorFrame, malformedFrame } from "../openai/chat-chunks.ts";
import type { FinishReason } from "../openai/chat-answer.ts";
import type { JsonObject, ReplyContext, StreamTranslator } from "../translation.ts";
import { finishOf } from "./read-message.ts";

type OpenBlock =
  | { readonly kind: "text" }
  | { readonly kind: "thought"; thinking: string; signature: string }
  | { readonly kind: "call"; readonly index: number; empty: boolean };

/** A stream of Anthropic's messages, as a chat completion stream. */
export class MessagesStream implements StreamTranslator {
  usage: TokenUsage | null = null;
  readonly #frames = new FrameReader();
  readonly #chunks: ChatChunks;
  /** By the index that Anthropic gives them. */
  readonly #blocks = new Map<unknown, OpenBlock>();
  #calls = 0;
  #finish: FinishReason | null = null;
  #over = false;

  constructor(context: ReplyContext) {
    this.#chunks = new ChatChunks(context);
  }

  push(chunk: Uint8Array): string {
    return this.#take(this.#frames.push(chunk));
  }

  end(): string {
    return this.#take(this.#frames.end());
  }

  #take(frames: readonly ReadFrame[]): string {
    let out = "";
    for (const frame of frames) if (!this.#over) out += this.#read(frame);
    return out;
  }

  #read(frame: ReadFrame): string {
    if (frame === "done") return "";
    if (frame === "malformed") return this.#fail(chatErrorFrame(malformedFrame));
    const { type, index, message, delta } = frame;
    switch (type) {
      case "message_start":
        if (isRecord(message)) this.#start(message);
        return "";
      case "content_block_start":
        return this.#blockBegins(index, frame["content_block"]);
      case "content_block_delta":
        return this.#blockGoesOn(this.#blocks.get(index), isRecord(delta) ? delta : {});
      case "content_block_stop":
        return this.#blockEnds(index);
      case "message_delta": {
        if (isRecord(delta) && typeof delta["stop_reason"] === "string") this.#finish = finishOf(delta["stop_reason"]);
        const { read } = messages.stream!;
        this.usage = read(frame, this.usage).usage ?? this.usage;
        return "";
      }
      case "message_stop":
        this.#over = true;
        return this.#chunks.end(this.#finish ?? "stop", this.usage);
      case "ping":
        return ": ping\n\n";
      default: {
        const error = readUpstreamError(frame);
        // Its documentation asks to be ready for events that there are not yet.
        return error ? this.#fail(chatErrorFrame(error)) : "";
      }
    }
  }

  #start(message: JsonObject): void {
    if (typeof message["id"] === "string") this.#chunks.id = message["id"];
    if (typeof message["model"] === "string") this.#chunks.model = message["model"];
    this.usage = messages.reply.readUsage(message["usage"]);
  }

  #blockBegins(index: unknown, block: unknown): string {
    const { type, ...begun } = isRecord(block) ? block : {};
    switch (type) {
      case "text":
        this.#blocks.set(index, { kind: "text" });
        return begun["text"] ? this.#chunks.text(String(begun["text"])) : "";
      case "thinking":
        this.#blocks.set(index, { kind: "thought", thinking: "", signature: "" });
        return "";
      case "redacted_thinking":
        return this.#chunks.delta({ thinking_blocks: [block] });
      case "tool_use": {
        const call = this.#calls;
        this.#calls += 1;
        const input = isRecord(begun["input"]) && Object.keys(begun["input"]).length > 0 ? begun["input"] : null;
        this.#blocks.set(index, { kind: "call", index: call, empty: input === null });
        const written = input ? JSON.stringify(input) : "";
        const { id, name } = begun;
        return this.#chunks.callBegins(call, { id: String(id), name: String(name), arguments: written });
      }
      default:
        return this.#fail(
          chatErrorFrame({ ...malformedFrame, message: `The upstream sent a block of the type \`${String(type)}\`.` }),
        );
    }
  }

  #blockGoesOn(block: OpenBlock | undefined, delta: JsonObject): string {
    const text = delta["text"] ?? delta["thinking"] ?? delta["partial_json"] ?? delta["signature"];
    if (!block || typeof text !== "string" || text === "") return "";
    if (block.kind === "text") return this.#chunks.text(text);
    if (block.kind === "call") {
      block.empty = false;
      return this.#chunks.callArguments(block.index, text);
    }
    if (delta["type"] === "signature_delta") {
      block.signature += text;
      return "";
    }
    block.thinking += text;
    return this.#chunks.reasoning(text);
  }

  #blockEnds(index: unknown): string {
    const block = this.#blocks.get(index);
    this.#blocks.delete(index);
    // A call without input has no pieces at all; its arguments are to be JSON all the same.
    if (block?.kind === "call" && block.empty) return this.#chunks.callArguments(block.index, "{}");
    if (block?.kind !== "thought" || block.signature === "") return "";
    const { thinking, signature } = block;
    return this.#chunks.delta({ thinking_blocks: [{ type: "thinking", thinking, signature }] });
  }

  #fail(frame: string): string {
    this.#over = true;
    return frame;
  }
}
