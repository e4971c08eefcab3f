import { skipWhiteSpace } from "./json-bytes.ts";

/** What some endpoint's `usage` calls its counts; others are read over. */
const names = [
  "prompt_tokens",
  "completion_tokens",
  "prompt_tokens_details",
  "cached_tokens",
  "cache_write_tokens",
  "input_tokens",
  "output_tokens",
  "input_tokens_details",
  "cache_read_input_tokens",
  "cache_creation_input_tokens",
] as const;

type Counts = { [name: string]: number | Counts };

/** More digits than a number of tokens ever has; they still make an exact number. */
const mostDigits = 15;
const mostDepth = 4;

/** Where reading stands; -1 once something else was met. */
let at = 0;

/**
 * A JSON object of whole numbers and of objects like it, as nearly every `usage` is, read from its bytes: nothing is
 * decoded and no parser is called for it. undefined when it holds anything else, or is no JSON.
 */
export function readCounts(bytes: Uint8Array, start: number, end: number): Readonly<Counts> | undefined {
  at = start;
  const counts = readObject(bytes, end, 0);
  return at === -1 || skipWhiteSpace(bytes, at) < end ? undefined : counts;
}

function readObject(bytes: Uint8Array, end: number, depth: number): Counts {
  const counts: Counts = {};
  if (bytes[at] !== 0x7b || depth === mostDepth) return giveUp(counts);
  at = skipWhiteSpace(bytes, at + 1);
  if (bytes[at] === 0x7d) {
    at += 1;
    return counts;
  }
  while (at !== -1 && at < end) {
    const name = readName(bytes, end);
    if (at === -1) break;
    const value = bytes[at] === 0x7b ? readObject(bytes, end, depth + 1) : readCount(bytes);
    if (at === -1) break;
    if (name !== null) counts[name] = value;
    at = skipWhiteSpace(bytes, at);
    const byte = bytes[at];
    at += 1;
    if (byte === 0x7d) return counts;
    if (byte !== 0x2c) break;
    at = skipWhiteSpace(bytes, at);
  }
  return giveUp(counts);
}

/** Leaves `at` where the value begins. null: a name that nobody asks for. */
function readName(bytes: Uint8Array, end: number): string | null {
  const open = at;
  if (bytes[open] !== 0x22) return giveUp(null);
  let close = open + 1;
  // Names with anything but lower-case letters, digits and underscores are left to the parser.
  while (close < end && isNameByte(bytes[close])) close += 1;
  if (bytes[close] !== 0x22) return giveUp(null);
  const colon = skipWhiteSpace(bytes, close + 1);
  if (bytes[colon] !== 0x3a) return giveUp(null);
  at = skipWhiteSpace(bytes, colon + 1);
  const length = close - open - 1;
  for (const name of names) if (name.length === length && isAt(bytes, open + 1, name)) return name;
  return null;
}

function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || (byte >= 0x30 && byte <= 0x39));
}

function readCount(bytes: Uint8Array): number {
  const first = at;
  let count = 0;
  let digit = (bytes[at] ?? 0) - 0x30;
  while (digit >= 0 && digit <= 9) {
    count = count * 10 + digit;
    at += 1;
    digit = (bytes[at] ?? 0) - 0x30;
  }
  const digits = at - first;
  const leadingZero = digits > 1 && bytes[first] === 0x30;
  const next = bytes[at];
  // A fraction or an exponent is read by the parser, and so is whatever is no number.
  if (digits === 0 || digits > mostDigits || leadingZero || next === 0x2e || next === 0x65 || next === 0x45) {
    return giveUp(0);
  }
  return count;
}

function isAt(bytes: Uint8Array, from: number, text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}

function giveUp<T>(value: T): T {
  at = -1;
  return value;
}
