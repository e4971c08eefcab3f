import type { BodyTaker, GatewayRequest } from "../server/gateway-request.ts";

export interface BodyOwner {
  bodyRead(bytes: Buffer): void;
  /** Told before more than the limit was buffered; the rest is left on the wire. */
  bodyTooLarge(): void;
  /** Told where the gateway holds as many bodies as it may; the rest is left on the wire, too. */
  noRoomForBody(): void;
}

/** Who answers for the memory that a body takes. */
export interface BodyHolder {
  /** False when there is no room for it. */
  holdBody(bytes: number): boolean;
}

/** Reads a body of at most `maxBytes`. Tells its owner once, or never when the caller leaves first. */
export function readBody(request: GatewayRequest, maxBytes: number, holder: BodyHolder, owner: BodyOwner): void {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes) owner.bodyTooLarge();
  else request.takeBody(new BodyReader(request, maxBytes, holder, owner));
}

class BodyReader implements BodyTaker {
  readonly #request: GatewayRequest;
  readonly #maxBytes: number;
  readonly #holder: BodyHolder;
  readonly #owner: BodyOwner;
  #first: Buffer | null = null;
  #more: Buffer[] | null = null;
  #length = 0;

  constructor(request: GatewayRequest, maxBytes: number, holder: BodyHolder, owner: BodyOwner) {
    this.#request = request;
    this.#maxBytes = maxBytes;
    this.#holder = holder;
    this.#owner = owner;
  }

  data(chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#maxBytes) {
      this.#letGo();
      this.#owner.bodyTooLarge();
      return;
    }
    if (!this.#holder.holdBody(chunk.length)) {
      this.#letGo();
      this.#owner.noRoomForBody();
      return;
    }
    if (this.#first === null) this.#first = chunk;
    else if (this.#more === null) this.#more = [this.#first, chunk];
    else this.#more.push(chunk);
  }

  #letGo(): void {
    this.#first = null;
    this.#more = null;
    this.#request.leaveBody();
  }

  end(): void {
    this.#owner.bodyRead(
      this.#more === null ? (this.#first ?? Buffer.alloc(0)) : Buffer.concat(this.#more, this.#length),
    );
  }
}
