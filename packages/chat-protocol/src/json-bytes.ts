const quote = 0x22;
const backslash = 0x5c;

/** Strings shorter than this are walked; beyond it the native search is faster. */
const walkedBytes = 32;

/** Offset of the first byte at or after `at` that is not JSON white space. */
export function skipWhiteSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  for (;;) {
    const byte = bytes[i];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return i;
    i += 1;
  }
}

/** Offset after the closing quote of the string whose opening quote stands at `at`. The bytes must be valid JSON. */
export function skipString(bytes: Uint8Array, at: number): number {
  let i = at + 1;
  const walkTo = Math.min(i + walkedBytes, bytes.length);
  while (i < walkTo) {
    const byte = bytes[i];
    if (byte === quote) return i + 1;
    i += byte === backslash ? 2 : 1;
  }
  // `i` stands outside of any escape here, so that the backslashes before a quote can be counted back to it.
  const from = i;
  for (;;) {
    const found = bytes.indexOf(quote, i);
    if (found === -1) return bytes.length;
    let slashes = 0;
    while (found - 1 - slashes >= from && bytes[found - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return found + 1;
    i = found + 1;
  }
}

/** Offset after the value that begins at `at`. The bytes must be valid JSON. */
export function skipValue(bytes: Uint8Array, at: number): number {
  let i = at;
  let depth = 0;
  while (i < bytes.length) {
    const byte = bytes[i];
    if (byte === quote) {
      i = skipString(bytes, i);
      if (depth === 0) return i;
      continue;
    }
    if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return i;
      depth -= 1;
      if (depth === 0) return i + 1;
    } else if (depth === 0 && (byte === 0x2c || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) {
      return i;
    }
    i += 1;
  }
  return i;
}
