import type { TokenUsage } from "../../token-usage.ts";
import type { JsonObject, ReplyContext } from "../translation.ts";

/** Why an answer ended, in OpenAI's words. */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter";

/** An answer of whatever upstream, ready to be written as a chat completion. */
export type ChatAnswer = {
  readonly id: string | null;
  readonly model: string | null;
  readonly text: string | null;
  readonly reasoning: string | null;
  /** Thoughts with their signatures, as the caller has to send them back. */
  readonly thoughts: readonly JsonObject[];
  readonly calls: readonly AnsweredCall[];
  readonly finish: FinishReason;
  readonly usage: TokenUsage | null;
};

export type AnsweredCall = {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  /** What its upstream wants back with it. */
  readonly extra?: JsonObject;
};

/** The body of `POST /v1/chat/completions`. */
export function chatCompletion(answer: ChatAnswer, { requestId, model, nowMs }: ReplyContext): JsonObject {
  const message = {
    role: "assistant",
    content: answer.text,
    refusal: null,
    ...(answer.reasoning === null ? {} : { reasoning_content: answer.reasoning }),
    ...(answer.thoughts.length === 0 ? {} : { thinking_blocks: answer.thoughts }),
    ...(answer.calls.length === 0 ? {} : { tool_calls: answer.calls.map(toolCall) }),
  };
  return {
    id: answer.id ?? `chatcmpl-${requestId}`,
    object: "chat.completion",
    created: Math.floor(nowMs / 1000),
    model: answer.model ?? model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finish }],
    ...(answer.usage ? { usage: chatUsage(answer.usage) } : {}),
  };
}

const toolCall = ({ id, name, arguments: written, extra }: AnsweredCall): JsonObject => ({
  id,
  type: "function",
  function: { name, arguments: written },
  ...(extra ? { extra_content: extra } : {}),
});

/** OpenAI has no word for what was written to a cache: it stands beside what was read from one. */
export function chatUsage(usage: TokenUsage): JsonObject {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: {
      cached_tokens: usage.cachedInputTokens,
      ...(usage.cacheWriteTokens === 0 ? {} : { cache_write_tokens: usage.cacheWriteTokens }),
    },
  };
}
