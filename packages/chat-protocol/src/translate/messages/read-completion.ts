import { isRecord } from "../../json-record.ts";
import { parseObjectExactly } from "../../parse-exactly.ts";
import { readTokenUsage, type TokenUsage } from "../../token-usage.ts";
import type { JsonObject, ReplyContext } from "../translation.ts";

/** Writes a chat completion as a reply of `/v1/messages`; null when it is none, or calls a tool with what is no JSON. */
export function readCompletion(reply: JsonObject, { requestId, model, inputTokens }: ReplyContext): JsonObject | null {
  const choice: unknown = Array.isArray(reply["choices"]) ? reply["choices"][0] : null;
  const message = isRecord(choice) ? choice["message"] : null;
  if (!isRecord(choice) || !isRecord(message)) return null;
  // Some engines answer with a list of parts, for which this has no words.
  if (Array.isArray(message["content"])) return null;
  const content: JsonObject[] = [];
  const thought = message["reasoning_content"] ?? message["reasoning"];
  if (isText(thought)) content.push({ type: "thinking", thinking: thought, signature: "" });
  if (isText(message["content"])) content.push({ type: "text", text: message["content"] });
  if (isText(message["refusal"])) content.push({ type: "text", text: message["refusal"] });
  const calls: readonly unknown[] = Array.isArray(message["tool_calls"]) ? message["tool_calls"] : [];
  for (const call of calls) {
    const named = isRecord(call) ? call["function"] : null;
    const input = isRecord(named) ? inputOf(named["arguments"]) : null;
    if (!isRecord(call) || !isRecord(named) || !input) return null;
    content.push({ type: "tool_use", id: call["id"], name: named["name"], input });
  }
  const refused = isText(message["refusal"]);
  const usage = readTokenUsage(reply["usage"]);
  return {
    id: isText(reply["id"]) ? reply["id"] : `msg_${requestId}`,
    type: "message",
    role: "assistant",
    model: isText(reply["model"]) ? reply["model"] : model,
    content,
    stop_reason: refused ? "refusal" : stopReasonOf(choice["finish_reason"], calls.length > 0),
    stop_sequence: null,
    // It is never missing there: what nobody counted is estimated, 4 bytes a token.
    usage: usage
      ? messagesUsage(usage)
      : { input_tokens: inputTokens, output_tokens: Math.ceil(JSON.stringify(content).length / 4) },
  };
}

/** Why a choice ended, in Anthropic's words. Some engines say `stop` when they have called a tool. */
export function stopReasonOf(finish: unknown, called: boolean): string {
  switch (finish) {
    case "length":
      return "max_tokens";
    case "content_filter":
      return "refusal";
    case "tool_calls":
    case "function_call":
      return "tool_use";
    default:
      return called ? "tool_use" : "end_turn";
  }
}

export function messagesUsage(usage: TokenUsage): JsonObject {
  return {
    input_tokens: usage.inputTokens - usage.cachedInputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: usage.cachedInputTokens,
    output_tokens: usage.outputTokens,
  };
}

function inputOf(written: unknown): JsonObject | null {
  try {
    return written === "" ? {} : parseObjectExactly(String(written));
  } catch {
    return null;
  }
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
