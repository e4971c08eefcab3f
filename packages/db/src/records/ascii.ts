// Writers of text within 7 bits: each writes at `at`, where there has to be room, and returns where it ended.

const [zero, point] = [48, 46] as const;
const [space, quote, backslash, tilde] = [32, 34, 92, 126] as const;

/** Room that a number takes at most. */
export const numberRoom = 32;

export function writeCopy(bytes: Uint8Array, at: number, copied: Uint8Array): number {
  // Of so few bytes a loop is done before a call of `set` has begun.
  for (let index = 0; index < copied.length; index++) bytes[at + index] = copied[index]!;
  return at + copied.length;
}

export function writeAscii(bytes: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
  return at + text.length;
}

/** -1, whatever is written by then, where the text has something that JSON escapes or that takes more than a byte. */
export function writePlain(bytes: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < space || code === quote || code === backslash || code > tilde) return -1;
    bytes[at + index] = code;
  }
  return at + text.length;
}

/** Of 0 to 2^31 - 1. */
export function writeWhole(bytes: Uint8Array, at: number, whole: number): number {
  const end = at + digitsOf(whole);
  let rest = whole;
  for (let place = end - 1; place >= at; place--) {
    const tenth = (rest / 10) | 0;
    bytes[place] = zero + rest - tenth * 10;
    rest = tenth;
  }
  return end;
}

function digitsOf(whole: number): number {
  if (whole < 100) return whole < 10 ? 1 : 2;
  if (whole < 10_000) return whole < 1_000 ? 3 : 4;
  if (whole < 1_000_000) return whole < 100_000 ? 5 : 6;
  if (whole < 100_000_000) return whole < 10_000_000 ? 7 : 8;
  return whole < 1_000_000_000 ? 9 : 10;
}

const mostHundredths = 1_000_000_000;

/** A number as JSON writes it. Records keep hundredths, whose digits are found sooner than those of any fraction. */
export function writeNumber(bytes: Uint8Array, at: number, value: number): number {
  if ((value | 0) === value && value >= 0) return writeWhole(bytes, at, value);
  const hundredths = Math.round(value * 100);
  if (hundredths >= 0 && hundredths < mostHundredths && hundredths / 100 === value)
    return writeHundredths(bytes, at, hundredths);
  return writeAscii(bytes, at, `${value}`);
}

/** Of 0 to 999,999,999 hundredths. */
export function writeHundredths(bytes: Uint8Array, at: number, hundredths: number): number {
  const whole = (hundredths / 100) | 0;
  const end = writeWhole(bytes, at, whole);
  const fraction = hundredths - whole * 100;
  if (fraction === 0) return end;
  const tenths = (fraction / 10) | 0;
  bytes[end] = point;
  bytes[end + 1] = zero + tenths;
  if (fraction === tenths * 10) return end + 2;
  bytes[end + 2] = zero + fraction - tenths * 10;
  return end + 3;
}
