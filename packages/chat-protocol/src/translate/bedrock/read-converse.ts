import { isRecord } from "../../json-record.ts";
import { isCount, type TokenUsage } from "../../token-usage.ts";
import type { AnsweredCall, ChatAnswer, FinishReason } from "../openai/chat-answer.ts";
import type { JsonObject } from "../translation.ts";

/** Reads a reply of Converse; null when it is none, or holds a block that a chat completion has no place for. */
export function readConverse(reply: JsonObject): ChatAnswer | null {
  const { output, stopReason } = reply;
  const message = isRecord(output) ? output["message"] : null;
  const content: unknown = isRecord(message) ? message["content"] : null;
  const finish = finishOf(stopReason);
  if (!Array.isArray(content) || finish === null) return null;
  let text: string | null = null;
  let reasoning: string | null = null;
  const thoughts: JsonObject[] = [];
  const calls: AnsweredCall[] = [];
  for (const block of content) {
    if (!isRecord(block)) return null;
    const { text: said, toolUse, reasoningContent } = block;
    if (typeof said === "string") text = (text ?? "") + said;
    else if (isRecord(toolUse)) {
      const { toolUseId, name, input } = toolUse;
      calls.push({ id: String(toolUseId), name: String(name), arguments: JSON.stringify(input ?? {}) });
    } else if (isRecord(reasoningContent)) {
      const { reasoningText, redactedContent } = reasoningContent;
      if (isRecord(reasoningText)) {
        const { text: thinking, signature } = reasoningText;
        reasoning = (reasoning ?? "") + String(thinking);
        thoughts.push({ type: "thinking", thinking, signature });
      } else thoughts.push({ type: "redacted_thinking", data: redactedContent });
    } else return null;
  }
  return { id: null, model: null, text, reasoning, thoughts, calls, finish, usage: readUsage(reply["usage"]) };
}

/** Why Bedrock's models stop, in OpenAI's words; null: it failed. */
export function finishOf(stopReason: unknown): FinishReason | null {
  switch (stopReason) {
    case "end_turn":
    case "stop_sequence":
      return "stop";
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "tool_calls";
    case "guardrail_intervened":
    case "content_filtered":
      return "content_filter";
    default:
      return null;
  }
}

/** What is read from and written to a cache is counted apart from the rest of the input. */
export function readUsage(value: unknown): TokenUsage | null {
  if (!isRecord(value) || !isCount(value["inputTokens"])) return null;
  const count = (key: string): number => (isCount(value[key]) ? value[key] : 0);
  const cachedInputTokens = count("cacheReadInputTokens");
  const cacheWriteTokens = count("cacheWriteInputTokens");
  const inputTokens = value["inputTokens"] + cachedInputTokens + cacheWriteTokens;
  return { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens: count("outputTokens") };
}
