import type { IncomingHttpHeaders } from "node:http";

/** One API request as the engine saw it. Times are epoch ms; null until they happen. */
export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  body: string;
  readonly receivedAtMs: number;
  firstTokenAtMs: number | null;
  /** When the reply ended, whole or not. */
  endedAtMs: number | null;
  /** Null while nothing was answered. */
  status: number | null;
  tokensSent: number;
  /** Tokens of its prompt that were found in the KV cache. */
  cachedTokens: number | null;
  /** The caller left before the reply was whole. */
  aborted: boolean;
};

/** The latest requests, oldest first. */
export class RequestLog {
  readonly #keep: number;
  #requests: SeenRequest[] = [];
  total = 0;
  aborted = 0;
  /** Counts the engine's kills: connections that end with one were not left by their callers. */
  life = 1;

  constructor(keep: number) {
    this.#keep = keep;
  }

  add(request: SeenRequest): void {
    this.total++;
    if (this.#keep === 0) return;
    this.#requests.push(request);
    if (this.#requests.length > this.#keep) this.#requests = this.#requests.slice(-Math.ceil(this.#keep / 2));
  }

  latest(): readonly SeenRequest[] {
    return this.#requests;
  }
}
