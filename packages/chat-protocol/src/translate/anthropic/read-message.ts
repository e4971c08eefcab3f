import { isRecord } from "../../json-record.ts";
import { messages } from "../../endpoints/messages.ts";
import type { AnsweredCall, ChatAnswer, FinishReason } from "../openai/chat-answer.ts";
import type { JsonObject } from "../translation.ts";

/** Reads a reply of `/v1/messages`; null when it is none, or holds a block that a chat completion has no place for. */
export function readMessage(reply: JsonObject): ChatAnswer | null {
  const { id, model, content, stop_reason: reason } = reply;
  if (!Array.isArray(content)) return null;
  let text: string | null = null;
  let reasoning: string | null = null;
  const thoughts: JsonObject[] = [];
  const calls: AnsweredCall[] = [];
  for (const block of content) {
    if (!isRecord(block)) return null;
    switch (block["type"]) {
      case "text":
        text = (text ?? "") + String(block["text"]);
        break;
      case "thinking":
        reasoning = (reasoning ?? "") + String(block["thinking"]);
        thoughts.push(block);
        break;
      case "redacted_thinking":
        thoughts.push(block);
        break;
      case "tool_use":
        calls.push({
          id: String(block["id"]),
          name: String(block["name"]),
          arguments: JSON.stringify(block["input"] ?? {}),
        });
        break;
      default:
        return null;
    }
  }
  return {
    id: typeof id === "string" ? id : null,
    model: typeof model === "string" ? model : null,
    text,
    reasoning,
    thoughts,
    calls,
    finish: finishOf(reason),
    usage: messages.reply.readUsage(reply["usage"]),
  };
}

/** Why Anthropic's models stop, in OpenAI's words. */
export function finishOf(stopReason: unknown): FinishReason {
  switch (stopReason) {
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "tool_calls";
    case "refusal":
      return "content_filter";
    default:
      return "stop";
  }
}
