import { randomFillSync } from "node:crypto";

const pool = Buffer.alloc(10 * 409);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

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
    // Half of the counter's range is left to count in.
    sequence = pool.readUInt16BE(at) & 0x7ff;
  } else if (sequence < 0xfff) sequence += 1;
  const time = lastMs.toString(16).padStart(12, "0");
  const random = pool.toString("hex", at + 2, at + 10);
  const variant = "89ab"[(pool[at + 2] ?? 0) & 3];
  const counter = sequence.toString(16).padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
}
