import { randomFillSync } from "node:crypto";

const pool = Buffer.alloc(10 * 409);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

const digits = Buffer.from("0123456789abcdef");
/** The latest id's characters, of which the next one shares the time more often than not. */
const text = Buffer.from("00000000-0000-7000-8000-000000000000");

/**
 * A UUIDv7: sorts by `nowMs` (epoch), and within a millisecond by a 12-bit counter as long as it lasts. Cannot be
 * guessed.
 */
export function newRequestId(nowMs: number): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const at = used;
  used += 10;
  const ms = Math.floor(nowMs);
  if (ms > lastMs) {
    lastMs = ms;
    write(Math.floor(ms / 0x10000), 0, 8);
    write(ms % 0x10000, 9, 4);
    // Half of the counter's range is left to count in.
    sequence = (((pool[at] ?? 0) & 0x7) << 8) | (pool[at + 1] ?? 0);
  } else if (sequence < 0xfff) sequence += 1;
  write(sequence, 15, 3);
  write(0x80 | ((pool[at + 2] ?? 0) & 0x3f), 19, 2);
  write(pool[at + 3] ?? 0, 21, 2);
  for (let i = 0; i < 6; i += 1) write(pool[at + 4 + i] ?? 0, 24 + 2 * i, 2);
  return text.toString("latin1");
}

/** Writes the last `count` hexadecimal digits of `value`. */
function write(value: number, at: number, count: number): void {
  let rest = value;
  for (let i = at + count - 1; i >= at; i -= 1) {
    text[i] = digits[rest & 0xf] ?? 0;
    rest >>>= 4;
  }
}
