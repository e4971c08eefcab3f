import type { IncomingHttpHeaders } from "node:http";

/** Who made a call, and takes its reply. It must not throw. */
export interface UpstreamCallHandler {
  /** false once nobody wants the reply any more: the call is then not sent at all. */
  readonly wanted: boolean;
  /** The request stands on the wire. */
  sent(control: UpstreamCallControl): void;
  /** The final answer's status and headers; a header that came more than once is a list. */
  answered(status: number, headers: IncomingHttpHeaders): void;
  /** Bytes of the body, without what frames them. */
  received(chunk: Buffer): void;
  /** The reply is whole. Nothing comes after it. */
  ended(): void;
  /** There is no reply, or the rest of it does not come. Nothing comes after it. */
  failed(error: Error): void;
}

/** How who made a call slows or ends it; not once that is over, when the connection may be another call's. */
export interface UpstreamCallControl {
  pause(): void;
  resume(): void;
  /** Closes the connection: to an HTTP/1.1 server there is no other way to say so. `failed` is told `reason` at once. */
  abort(reason: Error): void;
}

/** What came is not HTTP/1.1, or a reply of which nobody can tell where it ends. */
export class MalformedReply extends Error {}
