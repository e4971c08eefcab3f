import type { Socket } from "node:net";

/** Node hands texts of up to 16 KB to the system without a detour. */
const maxJoinedBytes = 12 * 1024;

type Write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => boolean;

/**
 * Lets what is written to a connection between `cork` and `uncork` leave it as one text, one character a byte, where it
 * is small: a request's head and body, which the pool writes apart. As two pieces they cost more than a copy of both.
 * Whatever else is written goes its usual way.
 */
export function joinWrites(socket: Socket): void {
  const write = socket.write.bind(socket) as Write;
  const cork = socket.cork.bind(socket);
  const uncork = socket.uncork.bind(socket);
  /** What is being joined; null when nothing is. */
  let held: string | null = null;
  const stopJoining = (): void => {
    if (held === null) return;
    const text = held;
    held = null;
    cork();
    if (text !== "") write(text, "latin1");
  };
  const join: Write = (chunk, encoding, callback) => {
    if (held === null) return write(chunk, encoding, callback);
    const isText = typeof chunk === "string";
    const joins = callback === undefined && (isText ? encoding === "latin1" : encoding === undefined);
    if (!joins || held.length + chunk.length > maxJoinedBytes) {
      stopJoining();
      return write(chunk, encoding, callback);
    }
    held += isText ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1");
    return true;
  };
  socket.cork = () => {
    if (held === null && socket.writableCorked === 0) held = "";
    else {
      stopJoining();
      cork();
    }
  };
  socket.write = join;
  socket.uncork = () => {
    const text = held;
    held = null;
    if (text === null) uncork();
    else if (text !== "") write(text, "latin1");
  };
}
