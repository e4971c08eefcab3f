/** Node hands texts of up to 16 KB to the system without a detour; what is longer, heads included, is better left as bytes. */
export const maxTextBytes = 12 * 1024;

/** One character a byte: as a single text, a head and a small body cost less than two pieces, the copy of both included. */
export function textOf(bytes: Uint8Array): string {
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString("latin1");
}
