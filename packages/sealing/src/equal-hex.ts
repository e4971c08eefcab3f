import { timingSafeEqual } from "node:crypto";

/** Whether two digests in hex are the same, in a time that does not tell where they differ. */
export function equalHex(a: string, b: string): boolean {
  const left = Buffer.from(a, "hex");
  const right = Buffer.from(b, "hex");
  // Buffer.from stops at the first character that is not hex: the texts' lengths must agree with what was read.
  if (left.length * 2 !== a.length || right.length * 2 !== b.length || left.length !== right.length) return false;
  return timingSafeEqual(left, right);
}
