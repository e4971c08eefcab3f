import type { IncomingHttpHeaders } from "node:http";
import type { FailureCause } from "@meridian/routing";
import type { Deadline, Deadlines } from "../server/deadlines.ts";
import type { ReplyReader } from "./reply-reader.ts";
import type { ConnectionPool } from "../upstream/connections/connection-pool.ts";
import {
  MalformedReply,
  type UpstreamCallControl,
  type UpstreamCallHandler,
} from "../upstream/connections/upstream-call-handler.ts";
import { SignInError } from "../upstream/sign-in/sign-in-error.ts";
import { readRetryAfter } from "./retry-after.ts";

export interface AttemptOwner {
  /** The request stands on the wire. */
  attemptSent(): void;
  /** The upstream's headers are in: who takes its body? */
  attemptAnswered(status: number, headers: IncomingHttpHeaders): ReplyReader;
  /** It came to nothing before there were headers. `why`: what only the operator is to know of it. */
  attemptFailed(cause: FailureCause, why?: string): void;
  /** Whoever took what it says threw. The call is given up. */
  attemptBroke(error: unknown): void;
}

/** An upstream that goes on after its reply was complete is cut off after this. */
const afterEndMs = 1_000;

/** One call of an upstream, as the connection pool tells of it. Tells its owner nothing any more once it was let go. */
export class Attempt implements UpstreamCallHandler, Deadline {
  rosterIndex = -1;
  deadlineMs = Number.POSITIVE_INFINITY;
  readonly startedAtMs: number;
  sentAtMs: number | null = null;
  headersAtMs: number | null = null;
  firstTokenAtMs: number | null = null;
  status: number | null = null;
  retryAfterMs: number | null = null;
  /** Precise to a tick of the deadlines. */
  lastByteAtMs = 0;
  readonly #deadlines: Deadlines;
  readonly #clock: () => number;
  /** Hears of exceptions also after it has let go: they come of its own last words. */
  readonly #guard: AttemptOwner;
  #owner: AttemptOwner | null;
  #control: UpstreamCallControl | null = null;
  #reader: ReplyReader | null = null;
  #connections: ConnectionPool | null = null;
  #over = false;

  constructor(owner: AttemptOwner, deadlines: Deadlines, clock: () => number) {
    this.#guard = owner;
    this.#owner = owner;
    this.#deadlines = deadlines;
    this.#clock = clock;
    this.startedAtMs = clock();
  }

  send(connections: ConnectionPool, path: string, headers: string[], body: Uint8Array): void {
    this.#connections = connections;
    connections.post(path, headers, body, this);
  }

  /** Sends it as soon as the headers are there that sign it: at once, but where the credentials are still to come. */
  sendSigned(
    connections: ConnectionPool,
    path: string,
    headers: string[],
    signature: Promise<readonly string[]>,
    body: Uint8Array,
  ): void {
    const failed = (error: unknown): void => {
      if (!(error instanceof SignInError)) return this.#break(error);
      this.#finish();
      try {
        this.#owner?.attemptFailed(error.refused ? "credentials" : "connect", error.message);
      } catch (fault) {
        this.#break(fault);
      }
    };
    signature
      .then((signed) => {
        if (this.#owner) this.send(connections, path, [...headers, ...signed], body);
      })
      .catch(failed);
  }

  /** The owner is done with it: the reply is complete, and the upstream has a moment to see that too. */
  release(): void {
    this.#letGo();
    if (this.#over) return;
    this.deadlineMs = this.#deadlines.nowMs + afterEndMs;
    this.#deadlines.add(this);
  }

  /** The owner wants no more of it: the connection is closed at once. */
  abandon(): void {
    this.#letGo();
    if (this.#over) return;
    if (this.#control) this.#control.abort(abandoned);
    else this.#connections?.forget(this);
  }

  pause(): void {
    this.#control?.pause();
  }

  resume(): void {
    this.#control?.resume();
  }

  deadlinePassed(): void {
    this.#deadlines.remove(this);
    if (!this.#over) this.#control?.abort(abandoned);
  }

  get wanted(): boolean {
    return this.#owner !== null;
  }

  sent(control: UpstreamCallControl): void {
    this.#control = control;
    this.sentAtMs = this.#clock();
    try {
      this.#owner?.attemptSent();
    } catch (error) {
      this.#break(error);
    }
  }

  answered(status: number, headers: IncomingHttpHeaders): void {
    if (!this.#owner) return;
    this.headersAtMs = this.#clock();
    this.lastByteAtMs = this.headersAtMs;
    this.status = status;
    try {
      if (status >= 400) this.retryAfterMs = readRetryAfter(headers, this.headersAtMs);
      this.#reader = this.#owner.attemptAnswered(status, headers);
    } catch (error) {
      this.#break(error);
    }
  }

  received(chunk: Buffer): void {
    this.lastByteAtMs = this.#deadlines.nowMs;
    try {
      this.#reader?.data(chunk);
    } catch (error) {
      this.#break(error);
    }
  }

  ended(): void {
    this.#finish();
    try {
      this.#reader?.end();
    } catch (error) {
      this.#break(error);
    }
  }

  failed(error: Error): void {
    this.#finish();
    const owner = this.#owner;
    if (!owner) return;
    try {
      if (this.#reader) this.#reader.cut();
      else owner.attemptFailed(this.#causeOf(error));
    } catch (fault) {
      this.#break(fault);
    }
  }

  /** Why there is no answer. */
  #causeOf(error: Error): FailureCause {
    if (this.sentAtMs === null) return "connect";
    return error instanceof MalformedReply ? "malformed" : "cut";
  }

  /** The pool must not see exceptions: it would take them for the upstream's failure, or fall over them. */
  #break(error: unknown): void {
    this.abandon();
    this.#guard.attemptBroke(error);
  }

  #finish(): void {
    this.#over = true;
    // A caller that still reads must not pause whoever has the connection now.
    this.#control = null;
    this.#deadlines.remove(this);
  }

  #letGo(): void {
    this.#owner = null;
    this.#reader = null;
  }
}

const abandoned = new Error("The gateway closed the call.");
