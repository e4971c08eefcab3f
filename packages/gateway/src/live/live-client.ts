import type { LiveErrorCode } from "@meridian/live-protocol";

/** What the hub knows of a subscriber. */
export interface LiveClient {
  /** Bytes that were sent to it and that it has not taken yet. */
  readonly bufferedBytes: number;
  /** The same buffer goes to every client of an environment: it is never written to. */
  send(frame: Buffer): void;
  /** Says why and closes. */
  end(code: LiveErrorCode, message: string): void;
}
