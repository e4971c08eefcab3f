import { isRecord } from "./json-record.ts";

/** Tokens of one request as its upstream counted them. */
export type TokenUsage = {
  readonly inputTokens: number;
  /** Part of the input tokens. */
  readonly cachedInputTokens: number;
  /** Part of the input tokens; 0 where nobody charges for it apart. */
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
};

/** Reads OpenAI's `usage` of completions and embeddings, as engines write it too; null when it is not one. */
export function readTokenUsage(value: unknown): TokenUsage | null {
  if (!isRecord(value)) return null;
  const input = value["prompt_tokens"];
  const output = value["completion_tokens"];
  if (!isCount(input)) return null;
  const details = value["prompt_tokens_details"];
  const cached = isRecord(details) ? details["cached_tokens"] : undefined;
  // Not OpenAI's: it tells what was written to the cache of an upstream that charges for it.
  const written = isRecord(details) ? details["cache_write_tokens"] : undefined;
  return {
    inputTokens: input,
    cachedInputTokens: isCount(cached) ? Math.min(cached, input) : 0,
    cacheWriteTokens: isCount(written) ? Math.min(written, input) : 0,
    outputTokens: isCount(output) ? output : 0,
  };
}

/** Whether a value can be a number of tokens. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
