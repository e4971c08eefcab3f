/** Of longer prompts the beginning and the end are looked at, this much of each. */
export const lookedBytes = 8 * 1_024;

/** What is seen of a prompt, in the order in which its numbers stand. */
export const signNames = [
  "length",
  "words",
  "long words",
  "digits",
  "capitals",
  "symbols of mathematics",
  "symbols of code",
  "stops",
  "lines",
  "other scripts",
  "enumerations",
  "question words",
] as const;

/** What was learnt of how signs of a prompt go with needing the stronger of two models. */
export type LearntComplexity = {
  /** For each sign, as far as they are not 0. */
  readonly weights: readonly number[];
  /**
   * Sums of signs times weights, rising, at even steps of the prompts that were learnt from: a prompt at the third of 21 looks
   * harder than 10 % of them.
   */
  readonly steps: readonly number[];
};

/** Classes of bytes. */
const [letter, capital, digit, space, math, code, stop, other] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

const classOf = new Uint8Array(256).fill(other);
const mark = (characters: string, kind: number): void => {
  for (let at = 0; at < characters.length; at++) classOf[characters.charCodeAt(at)] = kind;
};
mark("abcdefghijklmnopqrstuvwxyz", letter);
mark("ABCDEFGHIJKLMNOPQRSTUVWXYZ", capital);
mark("0123456789", digit);
mark(" \t\r\n", space);
mark("+-*/=<>^%$", math);
mark("{}[]();_`#&|~@", code);
mark(".,:?!", stop);

const hashOf = (word: string): number => {
  let hash = 0;
  for (let at = 0; at < word.length; at++) hash = next(hash, word.charCodeAt(at));
  return hash;
};
const next = (hash: number, byte: number): number => Math.imul(hash ^ (byte | 0x20), 0x01000193);

/** Words that set things side by side, and words that ask. */
const enumerating = new Set(["following", "statement", "statements", "ii", "iii", "iv"].map(hashOf));
const asking = new Set(["why", "how", "which", "prove", "explain", "derive", "calculate", "compare"].map(hashOf));

/** Whether a word may be one of them, by the end of its hash: nearly all are not, and sets are dear to ask. */
const mayTell = new Uint8Array(4_096);
for (const hash of [...enumerating, ...asking]) mayTell[hash & 4_095] = 1;

const longLetters = 9;

/** Parts of a prompt, by where they stand in a body of JSON. */
export type TextRange = { readonly start: number; readonly end: number };

/** What tells hard questions from easy ones, counted in one pass over bytes as they stand in JSON. Filled anew by each `read`. */
export class PromptSigns {
  /** By `signNames`: logarithms and shares of about the same size. */
  readonly numbers = new Float64Array(signNames.length);
  readonly #counts = new Uint32Array(8);
  #words = 0;
  #longWords = 0;
  #lines = 0;
  #enumerations = 0;
  #questions = 0;

  /** Sets the first of the numbers alone. */
  readLength(ranges: readonly TextRange[]): number {
    let total = 0;
    for (const { start, end } of ranges) total += end - start;
    this.numbers[0] = Math.log2(1 + total);
    return total;
  }

  read(bytes: Uint8Array, ranges: readonly TextRange[]): void {
    this.#counts.fill(0);
    this.#words = this.#longWords = this.#lines = this.#enumerations = this.#questions = 0;
    const total = this.readLength(ranges);
    let before = 0;
    for (const { start, end } of ranges) {
      const size = end - start;
      // What of this range lies in the first and in the last part of the whole.
      const first = Math.min(size, Math.max(0, lookedBytes - before));
      const last = Math.max(first, Math.min(size, total - lookedBytes - before));
      this.#count(bytes, start, start + first);
      this.#count(bytes, start + last, end);
      before += size;
    }
    this.#finish();
  }

  #count(bytes: Uint8Array, start: number, end: number): void {
    const counts = this.#counts;
    let hash = 0;
    let length = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      const kind = classOf[byte]!;
      if (kind <= digit) {
        counts[kind]!++;
        hash = next(hash, byte);
        length++;
        continue;
      }
      if (length > 0) {
        this.#word(hash, length);
        hash = length = 0;
      }
      if (byte === 0x5c) {
        // Of `\n` and its like the letter is no word.
        at++;
        if (bytes[at] === 0x6e) this.#lines++;
      } else counts[kind]!++;
    }
    if (length > 0) this.#word(hash, length);
  }

  #word(hash: number, length: number): void {
    this.#words++;
    if (length >= longLetters) this.#longWords++;
    if (mayTell[hash & 4_095] === 0) return;
    if (enumerating.has(hash)) this.#enumerations++;
    else if (asking.has(hash)) this.#questions++;
  }

  #finish(): void {
    const counts = this.#counts;
    let seen = 1;
    for (let kind = 0; kind < counts.length; kind++) seen += counts[kind]!;
    const share = (kind: number): number => Math.sqrt(counts[kind]! / seen);
    const { numbers } = this;
    numbers[1] = Math.log2(1 + this.#words);
    numbers[2] = this.#longWords / (1 + this.#words);
    numbers[3] = share(digit);
    numbers[4] = share(capital);
    numbers[5] = share(math);
    numbers[6] = share(code);
    numbers[7] = share(stop);
    numbers[8] = Math.log2(1 + this.#lines);
    numbers[9] = share(other);
    numbers[10] = Math.log2(1 + this.#enumerations);
    numbers[11] = Math.log2(1 + this.#questions);
  }
}
