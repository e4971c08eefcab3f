import { skipString, skipValue, skipWhiteSpace } from "./json-bytes.ts";
import { readTokenUsage, type TokenUsage } from "./token-usage.ts";

/** What a non-streaming reply says, found without parsing all of it. */
export type ReplyFacts = {
  /** It is an object that has `choices`: what a chat completion must be. */
  readonly isCompletion: boolean;
  /** null when the upstream reported none. */
  readonly usage: TokenUsage | null;
};

const decoder = new TextDecoder();
const notCompletion: ReplyFacts = { isCompletion: false, usage: null };

/**
 * Walks the top level of a reply's bytes for `choices` and `usage`. The bytes need not be valid JSON: what does not
 * look like an object from its first brace to its last is no completion.
 */
export function scanReply(bytes: Uint8Array): ReplyFacts {
  let i = skipWhiteSpace(bytes, 0);
  if (bytes[i] !== 0x7b) return notCompletion;
  i = skipWhiteSpace(bytes, i + 1);
  let choices = false;
  let usage: TokenUsage | null = null;
  while (bytes[i] === 0x22) {
    const keyEnd = skipString(bytes, i);
    const colon = skipWhiteSpace(bytes, keyEnd);
    if (bytes[colon] !== 0x3a) return notCompletion;
    const start = skipWhiteSpace(bytes, colon + 1);
    const end = skipValue(bytes, start);
    // `"choices"` and `"usage"` by length and first letter; the value decides.
    if (keyEnd - i === 9 && bytes[i + 1] === 0x63)
      choices ||= bytes[start] === 0x5b && isKey(bytes, i, keyEnd, '"choices"');
    else if (keyEnd - i === 7 && bytes[i + 1] === 0x75 && isKey(bytes, i, keyEnd, '"usage"')) {
      usage = parseUsage(bytes, start, end);
    }
    i = skipWhiteSpace(bytes, end);
    if (bytes[i] !== 0x2c) break;
    i = skipWhiteSpace(bytes, i + 1);
  }
  if (!choices || bytes[i] !== 0x7d || skipWhiteSpace(bytes, i + 1) !== bytes.length) return notCompletion;
  return { isCompletion: true, usage };
}

function isKey(bytes: Uint8Array, start: number, end: number, key: string): boolean {
  for (let i = start; i < end; i += 1) if (bytes[i] !== key.charCodeAt(i - start)) return false;
  return true;
}

function parseUsage(bytes: Uint8Array, start: number, end: number): TokenUsage | null {
  try {
    return readTokenUsage(JSON.parse(decoder.decode(bytes.subarray(start, end))));
  } catch {
    return null;
  }
}
