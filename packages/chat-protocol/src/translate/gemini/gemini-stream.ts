import type { TokenUsage } from "../../token-usage.ts";
import { FrameReader, type ReadFrame } from "../frame-reader.ts";
import type { FinishReason } from "../openai/chat-answer.ts";
import { ChatChunks, chatErrorFrame, malformedFrame } from "../openai/chat-chunks.ts";
import type { JsonObject, ReplyContext, StreamTranslator } from "../translation.ts";
import { candidateOf, finishOf, isBlocked, readParts, readUsage, textOf } from "./read-answer.ts";
import { readGeminiError } from "./read-gemini-error.ts";

/** A stream of Gemini's, as a chat completion stream. Each of its frames is a reply, and nothing but a reason ends it. */
export class GeminiStream implements StreamTranslator {
  usage: TokenUsage | null = null;
  readonly #frames = new FrameReader();
  readonly #chunks: ChatChunks;
  readonly #requestId: string;
  #calls = 0;
  #finish: FinishReason | null = null;
  #over = false;

  constructor(context: ReplyContext) {
    this.#chunks = new ChatChunks(context);
    this.#requestId = context.requestId;
  }

  push(chunk: Uint8Array): string {
    return this.#take(this.#frames.push(chunk));
  }

  end(): string {
    const left = this.#take(this.#frames.end());
    if (this.#over || this.#finish === null) return left;
    this.#over = true;
    return left + this.#chunks.end(this.#finish, this.usage);
  }

  #take(frames: readonly ReadFrame[]): string {
    let out = "";
    for (const frame of frames) if (!this.#over) out += this.#read(frame);
    return out;
  }

  #read(frame: ReadFrame): string {
    if (frame === "done") return "";
    if (frame === "malformed") return this.#fail(chatErrorFrame(malformedFrame));
    const error = readGeminiError(frame);
    if (error) return this.#fail(chatErrorFrame(error));
    this.#chunks.id = textOf(frame["responseId"]) ?? this.#chunks.id;
    this.#chunks.model = textOf(frame["modelVersion"]) ?? this.#chunks.model;
    this.usage = readUsage(frame["usageMetadata"]) ?? this.usage;
    if (isBlocked(frame)) this.#finish = "content_filter";
    const candidate = candidateOf(frame);
    return candidate ? this.#candidate(candidate) : "";
  }

  #candidate(candidate: JsonObject): string {
    const parts = readParts(candidate, this.#requestId, this.#calls);
    if (!parts) return this.#fail(chatErrorFrame({ ...malformedFrame, message: "The upstream sent no text." }));
    let out = parts.reasoning === "" ? "" : this.#chunks.reasoning(parts.reasoning);
    if (parts.text !== "") out += this.#chunks.text(parts.text);
    for (const call of parts.calls) {
      out += this.#chunks.callBegins(this.#calls, call);
      this.#calls += 1;
    }
    const reason = candidate["finishReason"] ?? null;
    if (reason === null) return out;
    this.#finish = finishOf(reason, this.#calls > 0);
    if (this.#finish !== null) return out;
    const message = `The upstream stopped with ${String(reason)}.`;
    return out + this.#fail(chatErrorFrame({ ...malformedFrame, message, code: String(reason) }));
  }

  #fail(frame: string): string {
    this.#over = true;
    return frame;
  }
}
