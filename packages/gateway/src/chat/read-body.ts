import type { BodyTaker, GatewayRequest } from "../server/gateway-request.ts";

export interface BodyOwner {
  bodyRead(bytes: Buffer): void;
  /** Told before more than the limit was buffered; the rest is left on the wire. */
  bodyTooLarge(): void;
}

/** Reads a body of at most `maxBytes`. Tells its owner once, or never when the caller leaves first. */
export function readBody(request: GatewayRequest, maxBytes: number, owner: BodyOwner): void {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes) owner.bodyTooLarge();
  else request.takeBody(new BodyReader(request, maxBytes, owner));
}

class BodyReader implements BodyTaker {
  readonly #request: GatewayRequest;
  readonly #maxBytes: number;
  readonly #owner: BodyOwner;
  #first: Buffer | null = null;
  #more: Buffer[] | null = null;
  #length = 0;

  constructor(request: GatewayRequest, maxBytes: number, owner: BodyOwner) {
    this.#request = request;
    this.#maxBytes = maxBytes;
    this.#owner = owner;
  }

  data(chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#maxBytes) {
      this.#first = null;
      this.#more = null;
      this.#request.leaveBody();
      this.#owner.bodyTooLarge();
      return;
    }
    if (this.#first === null) this.#first = chunk;
    else if (this.#more === null) this.#more = [this.#first, chunk];
    else this.#more.push(chunk);
  }

  end(): void {
    this.#owner.bodyRead(
      this.#more === null ? (this.#first ?? Buffer.alloc(0)) : Buffer.concat(this.#more, this.#length),
    );
  }
}
