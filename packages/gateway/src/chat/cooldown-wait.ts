import type { ApiError, ApiRequest } from "@meridian/chat-protocol";
import type { Outcome, Timeouts } from "@meridian/routing";
import type { Exchange } from "../server/exchange.ts";

/** What a request goes on with after it waited: to be planned again, or with the step after its last attempt. */
export type Resumption = { readonly body: Buffer } & (
  | { readonly by: "plan"; readonly request: ApiRequest }
  | { readonly by: "step"; readonly outcome: Outcome; readonly said: ApiError | null }
);

/** Longer than this nobody is kept waiting: an honest 429 is worth more. */
const longestWaitMs = 30_000;
/** They do not all come back in the same moment. */
const spreadMs = 250;

/** One request's wait for an upstream that is cooling down: it holds a place in the waiting room while it is on. */
export class CooldownWait {
  /** Epoch ms; null while it is not on. */
  untilMs: number | null = null;
  readonly #exchange: Pick<Exchange, "context" | "account">;
  readonly #environmentId: string;
  /** The caller's own bound on the whole request. */
  readonly #timeoutMs: number | null;
  #resumption: Resumption | null = null;

  constructor(exchange: Pick<Exchange, "context" | "account">, environmentId: string, timeoutMs: number | null) {
    this.#exchange = exchange;
    this.#environmentId = environmentId;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Waits for an upstream that is due in `dueMs`, null: nobody knows. False when that does not fit the time that the
   * request has for its first byte, or when too many wait already.
   */
  begin(dueMs: number | null, stream: boolean, timeouts: Timeouts, resumption: Resumption): boolean {
    if (dueMs === null) return false;
    const { context, account } = this.#exchange;
    const nowMs = context.clock();
    const firstByteMs = stream ? timeouts.firstTokenMs : timeouts.responseMs;
    const boundMs = Math.min(firstByteMs, timeouts.totalMs ?? firstByteMs, this.#timeoutMs ?? firstByteMs);
    const mostMs = Math.min(longestWaitMs, boundMs - (nowMs - account.startedAtMs));
    if (dueMs >= mostMs || !context.waitingRoom.enter(this.#environmentId, resumption.body.length)) return false;
    this.#resumption = resumption;
    this.untilMs = nowMs + Math.min(mostMs, dueMs + context.random() * spreadMs);
    return true;
  }

  /** Gives the place back, once; what the request was to go on with. */
  end(): Resumption | null {
    const resumption = this.#resumption;
    if (resumption) this.#exchange.context.waitingRoom.leave(this.#environmentId, resumption.body.length);
    this.#resumption = null;
    this.untilMs = null;
    return resumption;
  }
}
