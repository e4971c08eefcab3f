import { skipString, skipValue, skipWhiteSpace } from "./json-bytes.ts";

/** Where a value stands in the bytes: `end` is after its last byte. */
export type ByteRange = { readonly start: number; readonly end: number };

export type TopLevelRanges = {
  /** Values of the wanted keys that are there. */
  readonly values: ReadonlyMap<string, ByteRange>;
  /** A wanted key that stands there twice; parsers disagree about which one wins. null when none does. */
  readonly duplicate: string | null;
  /** Offset of the object's closing brace. */
  readonly close: number;
};

const decoder = new TextDecoder();

/**
 * Finds the byte ranges of some top-level values of a JSON object, so that one value can be replaced without touching
 * a byte of the rest. The bytes must have been accepted by `JSON.parse` and hold an object. Keys written with escapes
 * are the same keys.
 */
export function topLevelRanges(bytes: Uint8Array, wanted: readonly string[]): TopLevelRanges {
  const values = new Map<string, ByteRange>();
  let duplicate: string | null = null;
  let i = skipWhiteSpace(bytes, skipWhiteSpace(bytes, 0) + 1);
  while (bytes[i] === 0x22) {
    const keyEnd = skipString(bytes, i);
    const key = wantedKey(bytes, i, keyEnd, wanted);
    const colon = skipWhiteSpace(bytes, keyEnd);
    const start = skipWhiteSpace(bytes, colon + 1);
    const end = skipValue(bytes, start);
    if (key !== null) {
      if (values.has(key)) duplicate ??= key;
      values.set(key, { start, end });
    }
    i = skipWhiteSpace(bytes, end);
    if (bytes[i] === 0x2c) i = skipWhiteSpace(bytes, i + 1);
  }
  return { values, duplicate, close: i };
}

function wantedKey(bytes: Uint8Array, open: number, end: number, wanted: readonly string[]): string | null {
  for (let i = open + 1; i < end - 1; i += 1) {
    if (bytes[i] === 0x5c) return escapedKey(bytes, open, end, wanted);
  }
  for (const key of wanted) {
    if (key.length === end - open - 2 && equalsAscii(bytes, open + 1, key)) return key;
  }
  return null;
}

function escapedKey(bytes: Uint8Array, open: number, end: number, wanted: readonly string[]): string | null {
  const key: unknown = JSON.parse(decoder.decode(bytes.subarray(open, end)));
  return wanted.find((name) => name === key) ?? null;
}

function equalsAscii(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
