import { isRecord } from "../../json-record.ts";
import type { TokenUsage } from "../../token-usage.ts";
import type { FinishReason } from "../openai/chat-answer.ts";
import { ChatChunks, chatErrorFrame, malformedFrame } from "../openai/chat-chunks.ts";
import type { JsonObject, ReplyContext, StreamTranslator } from "../translation.ts";
import { type EventMessage, EventStreamReader } from "./event-stream-reader.ts";
import { finishOf, readUsage } from "./read-converse.ts";

type Thought = { thinking: string; signature: string };

/** A stream of Bedrock's ConverseStream, as a chat completion stream. */
export class ConverseStream implements StreamTranslator {
  readonly #messages = new EventStreamReader();
  readonly #chunks: ChatChunks;
  /** By the index of their blocks. */
  readonly #calls = new Map<unknown, { readonly index: number; empty: boolean }>();
  readonly #thoughts = new Map<unknown, Thought>();
  #begunCalls = 0;
  #finish: FinishReason | null = null;
  #usage: TokenUsage | null = null;
  #over = false;

  constructor(context: ReplyContext) {
    this.#chunks = new ChatChunks(context);
  }

  push(chunk: Uint8Array): string {
    if (this.#over) return "";
    let out = "";
    for (const message of this.#messages.push(chunk)) if (!this.#over) out += this.#read(message);
    return out;
  }

  /** The usage comes after the reason to stop, and without it the answer is whole all the same. */
  end(): string {
    if (this.#over || this.#finish === null) return "";
    this.#over = true;
    return this.#chunks.end(this.#finish, this.#usage);
  }

  #read(message: EventMessage | null): string {
    if (!message) return this.#fail(chatErrorFrame(malformedFrame));
    const { type, kind, payload } = message;
    if (type !== "event") {
      const said = typeof payload["message"] === "string" ? payload["message"] : "The upstream reported an error.";
      return this.#fail(chatErrorFrame({ message: said, type: "upstream_error", param: null, code: kind }));
    }
    const index = payload["contentBlockIndex"];
    switch (kind) {
      case "contentBlockStart":
        return this.#blockBegins(index, payload["start"]);
      case "contentBlockDelta":
        return this.#blockGoesOn(index, payload["delta"]);
      case "contentBlockStop":
        return this.#blockEnds(index);
      case "messageStop": {
        this.#finish = finishOf(payload["stopReason"]);
        if (this.#finish !== null) return "";
        const reason = String(payload["stopReason"]);
        return this.#fail(chatErrorFrame({ ...malformedFrame, message: `The upstream stopped with ${reason}.` }));
      }
      case "metadata":
        this.#usage = readUsage(payload["usage"]);
        return this.end();
      default:
        return "";
    }
  }

  #blockBegins(index: unknown, start: unknown): string {
    const call = isRecord(start) ? start["toolUse"] : null;
    if (!isRecord(call)) return "";
    const number = this.#begunCalls;
    this.#begunCalls += 1;
    this.#calls.set(index, { index: number, empty: true });
    return this.#chunks.callBegins(number, {
      id: String(call["toolUseId"]),
      name: String(call["name"]),
      arguments: "",
    });
  }

  #blockGoesOn(index: unknown, delta: unknown): string {
    if (!isRecord(delta)) return "";
    const { text, toolUse, reasoningContent } = delta;
    if (typeof text === "string") return text === "" ? "" : this.#chunks.text(text);
    const call = this.#calls.get(index);
    if (isRecord(toolUse) && call) {
      const input = toolUse["input"];
      if (typeof input !== "string" || input === "") return "";
      call.empty = false;
      return this.#chunks.callArguments(call.index, input);
    }
    return isRecord(reasoningContent) ? this.#think(index, reasoningContent) : "";
  }

  #think(index: unknown, { text, signature, redactedContent }: JsonObject): string {
    if (redactedContent !== undefined) {
      return this.#chunks.delta({ thinking_blocks: [{ type: "redacted_thinking", data: redactedContent }] });
    }
    const thought = this.#thoughts.get(index) ?? { thinking: "", signature: "" };
    this.#thoughts.set(index, thought);
    if (typeof signature === "string") thought.signature += signature;
    if (typeof text !== "string" || text === "") return "";
    thought.thinking += text;
    return this.#chunks.reasoning(text);
  }

  #blockEnds(index: unknown): string {
    const call = this.#calls.get(index);
    this.#calls.delete(index);
    // A call without input has no pieces at all; its arguments are to be JSON all the same.
    if (call?.empty) return this.#chunks.callArguments(call.index, "{}");
    const thought = this.#thoughts.get(index);
    this.#thoughts.delete(index);
    return thought?.signature ? this.#chunks.delta({ thinking_blocks: [{ type: "thinking", ...thought }] }) : "";
  }

  #fail(frame: string): string {
    this.#over = true;
    return frame;
  }
}
