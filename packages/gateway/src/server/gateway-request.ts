import { IncomingMessage } from "node:http";

/** Takes a body as it comes off the wire. */
export interface BodyTaker {
  data(chunk: Buffer): void;
  end(): void;
}

/**
 * A request whose body goes to its taker from where HTTP is parsed, and through none of a stream's buffers, events and
 * turns of the event loop. Without a taker, or once it was sent away, it is a stream like any other.
 */
export class GatewayRequest extends IncomingMessage {
  #taker: BodyTaker | null = null;
  #taken = false;

  /** Nothing of the body may have come yet: to be called in the turn in which the request came. */
  takeBody(taker: BodyTaker): void {
    this.#taker = taker;
  }

  /** What is still to come of the body is a stream's again. */
  leaveBody(): void {
    this.#taker = null;
  }

  override push(chunk: Buffer | null): boolean {
    const taker = this.#taker;
    if (taker === null) return super.push(chunk);
    if (chunk !== null) taker.data(chunk);
    else {
      this.#taker = null;
      this.#taken = true;
      taker.end();
    }
    // Nothing is buffered here that the connection would have to wait for.
    return true;
  }

  /** Nobody else gets to read what was taken, and the server wants it read before the connection's next request. */
  override resume(): this {
    return this.#taker !== null || this.#taken ? this : super.resume();
  }

  /** Its whole body went to a taker. */
  get taken(): boolean {
    return this.#taken;
  }
}

// A getter of the prototype that the types call a field: who was taken whole has ended, and its connection lets go of it.
Object.defineProperty(GatewayRequest.prototype, "readableEnded", {
  get(this: GatewayRequest): boolean {
    return this.taken || Reflect.get(IncomingMessage.prototype, "readableEnded", this);
  },
});
