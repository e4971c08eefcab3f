import type { IncomingMessage } from "node:http";

export interface BodyOwner {
  bodyRead(bytes: Buffer): void;
  /** Told before more than the limit was buffered; the rest is left on the wire. */
  bodyTooLarge(): void;
}

/** Reads a body of at most `maxBytes`. Tells its owner once, or never when the caller leaves first. */
export function readBody(request: IncomingMessage, maxBytes: number, owner: BodyOwner): void {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes) {
    owner.bodyTooLarge();
    return;
  }
  let first: Buffer | null = null;
  let more: Buffer[] | null = null;
  let length = 0;
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > maxBytes) {
      request.off("data", onData);
      request.off("end", onEnd);
      first = null;
      more = null;
      owner.bodyTooLarge();
      return;
    }
    if (first === null) first = chunk;
    else if (more === null) more = [first, chunk];
    else more.push(chunk);
  };
  const onEnd = (): void => {
    const body = more === null ? (first ?? Buffer.alloc(0)) : Buffer.concat(more, length);
    // The request keeps its listeners, and they would keep its pieces beside the whole for as long as it is answered.
    first = null;
    more = null;
    owner.bodyRead(body);
  };
  request.on("data", onData);
  request.on("end", onEnd);
}
