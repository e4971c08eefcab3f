import { isRecord } from "../../json-record.ts";
import { isCount, type TokenUsage } from "../../token-usage.ts";
import type { AnsweredCall, ChatAnswer, FinishReason } from "../openai/chat-answer.ts";
import type { JsonObject, ReplyContext } from "../translation.ts";

/** What the parts of one candidate say. */
export type CandidateParts = {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly AnsweredCall[];
};

/** Reads a reply of `generateContent`; null when it is none, or holds what a chat completion has no place for. */
export function readAnswer(reply: JsonObject, { requestId }: ReplyContext): ChatAnswer | null {
  const candidate = candidateOf(reply);
  const blocked = isBlocked(reply);
  if (!candidate && !blocked) return null;
  const parts = readParts(candidate ?? {}, requestId, 0);
  const finish = blocked ? "content_filter" : finishOf(candidate?.["finishReason"], (parts?.calls.length ?? 0) > 0);
  if (!parts || finish === null) return null;
  const { text, reasoning, calls } = parts;
  return {
    id: textOf(reply["responseId"]),
    model: textOf(reply["modelVersion"]),
    text: text === "" ? null : text,
    reasoning: reasoning === "" ? null : reasoning,
    thoughts: [],
    calls,
    finish,
    usage: readUsage(reply["usageMetadata"]),
  };
}

export function candidateOf(reply: JsonObject): JsonObject | null {
  const candidate: unknown = Array.isArray(reply["candidates"]) ? reply["candidates"][0] : null;
  return isRecord(candidate) ? candidate : null;
}

/** The question itself was not let through. */
export function isBlocked({ promptFeedback }: JsonObject): boolean {
  return isRecord(promptFeedback) && typeof promptFeedback["blockReason"] === "string";
}

/** `callsBefore` were told earlier: calls without an id get one by their number. null: a part that cannot be told. */
export function readParts({ content }: JsonObject, requestId: string, callsBefore: number): CandidateParts | null {
  const parts: readonly unknown[] = isRecord(content) && Array.isArray(content["parts"]) ? content["parts"] : [];
  let text = "";
  let reasoning = "";
  const calls: AnsweredCall[] = [];
  for (const part of parts) {
    if (!isRecord(part)) return null;
    const { text: said, functionCall, thought, thoughtSignature: signature } = part;
    if (isRecord(functionCall)) {
      const { id, name, args } = functionCall;
      calls.push({
        id: textOf(id) ?? callId(requestId, callsBefore + calls.length),
        name: String(name),
        arguments: JSON.stringify(args ?? {}),
        ...(typeof signature === "string" ? { extra: { google: { thought_signature: signature } } } : {}),
      });
    } else if (typeof said === "string") {
      if (thought === true) reasoning += said;
      else text += said;
    } else if (typeof signature !== "string") return null;
  }
  return { text, reasoning, calls };
}

/** OpenAI's own models, which may get to see the conversation later, refuse ids of more than 40 characters. */
const callId = (requestId: string, number: number): string => `call_${requestId.replaceAll("-", "")}_${number}`;

/** Why Gemini stops, in OpenAI's words; null: it failed. Without a reason it goes on. */
export function finishOf(reason: unknown, called: boolean): FinishReason | null {
  switch (reason) {
    case "STOP":
      return called ? "tool_calls" : "stop";
    case "MAX_TOKENS":
      return "length";
    case "SAFETY":
    case "RECITATION":
    case "LANGUAGE":
    case "BLOCKLIST":
    case "PROHIBITED_CONTENT":
    case "SPII":
    case "IMAGE_SAFETY":
    case "IMAGE_PROHIBITED_CONTENT":
    case "IMAGE_RECITATION":
      return "content_filter";
    default:
      return null;
  }
}

/** Thoughts are output that is counted apart, and so is what tools put into the input. */
export function readUsage(value: unknown): TokenUsage | null {
  if (!isRecord(value) || !isCount(value["promptTokenCount"])) return null;
  const count = (key: string): number => (isCount(value[key]) ? value[key] : 0);
  const inputTokens = count("promptTokenCount") + count("toolUsePromptTokenCount");
  return {
    inputTokens,
    cachedInputTokens: Math.min(count("cachedContentTokenCount"), inputTokens),
    cacheWriteTokens: 0,
    outputTokens: count("candidatesTokenCount") + count("thoughtsTokenCount"),
  };
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
