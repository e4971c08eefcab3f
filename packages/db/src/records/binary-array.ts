import { writePlain } from "./ascii.ts";
import type { BatchBytes } from "./batch-bytes.ts";
import { storableText } from "./storable-text.ts";

// Columns as arrays in Postgres' binary format: how many dimensions, whether there may be NULL, the type, how many elements, the
// first one's number; then of each element its length and its bytes, or -1 for NULL. A number's bytes are there already,
// where its digits would have to be found here and read there.

/** Types' numbers, which are the same in every Postgres. */
const types = { boolean: 16, bigint: 20, text: 25, "double precision": 701, uuid: 2_950, jsonb: 3_802 } as const;
export type ColumnType = Exclude<keyof typeof types, "jsonb">;

type Read<Row> = (row: Row) => string | number | boolean | null;

const headerBytes = 20;
/** A UUID with its length: none of fixed size takes more. */
const valueBytes = 20;

/** One column of all rows. Throws what the store takes for a refusal if a value is none of its type. */
export function writeColumn<Row>(into: BatchBytes, type: ColumnType, rows: readonly Row[], read: Read<Row>): void {
  begin(into, type, rows.length);
  const write = writers[type];
  for (const row of rows) {
    const value = read(row);
    into.room(valueBytes);
    if (value === null) into.int32(-1);
    else write(into, value);
  }
  into.endColumn();
}

/** JSON; `write` writes one row's, or returns false for NULL. */
export function writeJsonColumn<Row>(
  into: BatchBytes,
  rows: readonly Row[],
  write: (into: BatchBytes, row: Row) => boolean,
): void {
  begin(into, "jsonb", rows.length);
  for (const row of rows) {
    into.room(5);
    const from = into.at;
    // The format's version.
    into.bytes[from + 4] = 1;
    into.at += 5;
    if (write(into, row)) into.view.setInt32(from, into.at - from - 4);
    else {
      into.at = from;
      into.int32(-1);
    }
  }
  into.endColumn();
}

function begin(into: BatchBytes, type: keyof typeof types, count: number): void {
  into.room(headerBytes);
  into.int32(1);
  into.int32(1);
  into.int32(types[type]);
  into.int32(count);
  into.int32(1);
}

type Write = (into: BatchBytes, value: string | number | boolean) => void;

const writers: Readonly<Record<ColumnType, Write>> = {
  boolean(into, value) {
    if (typeof value !== "boolean") throw unstorable(value, "true or false");
    into.int32(1);
    into.bytes[into.at++] = value ? 1 : 0;
  },
  bigint(into, value) {
    if (!Number.isSafeInteger(value)) throw unstorable(value, "a whole number");
    const whole = value as number;
    const { view, at } = into;
    view.setInt32(at, 8);
    view.setInt32(at + 4, Math.floor(whole / 4_294_967_296));
    view.setUint32(at + 8, whole >>> 0);
    into.at = at + 12;
  },
  "double precision"(into, value) {
    if (typeof value !== "number") throw unstorable(value, "a number");
    const { view, at } = into;
    view.setInt32(at, 8);
    view.setFloat64(at + 4, value);
    into.at = at + 12;
  },
  text(into, text) {
    if (typeof text !== "string") throw unstorable(text, "text");
    into.room(4 + text.length);
    const from = into.at;
    const end = writePlain(into.bytes, from + 4, text);
    into.at = end < 0 ? from + 4 : end;
    if (end < 0) into.text(storableText(text));
    into.view.setInt32(from, into.at - from - 4);
  },
  uuid(into, value) {
    const { view, bytes, at } = into;
    view.setInt32(at, 16);
    if (!writeUuid(bytes, at + 4, `${value}`)) throw unstorable(value, "a UUID");
    into.at = at + 20;
  },
};

/** What a hexadecimal digit stands for; beyond 15: it is none. */
const nibbles = new Uint8Array(128).fill(0x80);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  nibbles[digit.charCodeAt(0)] = value;
  nibbles[digit.toUpperCase().charCodeAt(0)] = value;
}

const dash = 45;
const isDash = (text: string, at: number): boolean => text.charCodeAt(at) === dash;

/** False, whatever is written by then, of a text that is none. */
function writeUuid(bytes: Uint8Array, at: number, text: string): boolean {
  if (text.length !== 36) return false;
  const wrong =
    writePairs(bytes, at, text, 0, 4) |
    writePairs(bytes, at + 4, text, 9, 2) |
    writePairs(bytes, at + 6, text, 14, 2) |
    writePairs(bytes, at + 8, text, 19, 2) |
    writePairs(bytes, at + 10, text, 24, 6);
  return wrong <= 15 && isDash(text, 8) && isDash(text, 13) && isDash(text, 18) && isDash(text, 23);
}

/** Of so many pairs of digits from `from` on; beyond 15 if some are none. */
function writePairs(bytes: Uint8Array, at: number, text: string, from: number, count: number): number {
  let all = 0;
  for (let index = 0; index < count; index++) {
    const first = text.charCodeAt(from + 2 * index);
    const second = text.charCodeAt(from + 2 * index + 1);
    const high = nibbles[first & 127]!;
    const low = nibbles[second & 127]!;
    all |= high | low | (first & beyond) | (second & beyond);
    bytes[at + index] = (high << 4) | low;
  }
  return all;
}

/** What is set only of characters that take more than 7 bits. */
const beyond = 0xff80;

/** By which Postgres says that a text is no value of the type. */
export const refusedCode = "22P02";

const unstorable = (value: unknown, wanted: string): Error =>
  Object.assign(new Error(`${JSON.stringify(value)} is not ${wanted}.`), { code: refusedCode });
