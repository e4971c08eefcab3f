import { skipString, skipValue, skipWhiteSpace } from "./json-bytes.ts";
import type { ReplyShape } from "./endpoint.ts";
import { readCounts } from "./read-counts.ts";
import type { TokenUsage } from "./token-usage.ts";

/** What a non-streaming reply says, found without parsing all of it. */
export type ReplyFacts = {
  /** It is an object that has the list which makes a reply of its endpoint. */
  readonly isReply: boolean;
  /** It says of itself that it failed. */
  readonly failed: boolean;
  /** null when the upstream reported none. */
  readonly usage: TokenUsage | null;
};

const decoder = new TextDecoder();
const noReply: ReplyFacts = { isReply: false, failed: false, usage: null };

/**
 * Walks the top level of a reply's bytes for its list and its `usage`. The bytes need not be valid JSON: what does not
 * look like an object from its first brace to its last is no reply.
 */
export function scanReply(shape: ReplyShape, bytes: Uint8Array): ReplyFacts {
  let i = skipWhiteSpace(bytes, 0);
  if (bytes[i] !== 0x7b) return noReply;
  i = skipWhiteSpace(bytes, i + 1);
  let list = false;
  let failed = false;
  let usage: TokenUsage | null = null;
  while (bytes[i] === 0x22) {
    const keyEnd = skipString(bytes, i);
    const colon = skipWhiteSpace(bytes, keyEnd);
    if (bytes[colon] !== 0x3a) return noReply;
    const start = skipWhiteSpace(bytes, colon + 1);
    const end = skipValue(bytes, start);
    if (isKey(bytes, i, keyEnd, shape.listKey)) list ||= bytes[start] === 0x5b;
    else if (isKey(bytes, i, keyEnd, "usage")) usage = parseUsage(shape, bytes, start, end);
    else if (shape.failsByError && isKey(bytes, i, keyEnd, "error")) failed = bytes[start] === 0x7b;
    i = skipWhiteSpace(bytes, end);
    if (bytes[i] !== 0x2c) break;
    i = skipWhiteSpace(bytes, i + 1);
  }
  if (!list || bytes[i] !== 0x7d || skipWhiteSpace(bytes, i + 1) !== bytes.length) return noReply;
  return { isReply: true, failed, usage };
}

/** Whether the string whose quotes stand at `start` and before `end` is this key, by its length and its letters. */
function isKey(bytes: Uint8Array, start: number, end: number, key: string): boolean {
  if (end - start !== key.length + 2) return false;
  for (let i = 0; i < key.length; i += 1) if (bytes[start + 1 + i] !== key.charCodeAt(i)) return false;
  return true;
}

function parseUsage(shape: ReplyShape, bytes: Uint8Array, start: number, end: number): TokenUsage | null {
  try {
    const counts = readCounts(bytes, start, end);
    return shape.readUsage(counts ?? JSON.parse(decoder.decode(bytes.subarray(start, end))));
  } catch {
    return null;
  }
}
