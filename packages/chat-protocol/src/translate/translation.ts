import type { RequestProblem } from "../api-request.ts";
import type { ApiError } from "../error-envelope.ts";
import type { TokenUsage } from "../token-usage.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a translated request is aimed at. */
export type Destination = {
  /** The upstream's own name of the model. */
  readonly model: string;
  readonly stream: boolean;
  /** What cannot be carried over is left out rather than refused. */
  readonly drop: boolean;
  /** A stream is to tell its usage; some older engines refuse to be asked. */
  readonly asksUsage?: boolean;
};

export type TranslatedRequest =
  | { readonly ok: true; readonly body: JsonObject }
  | { readonly ok: false; readonly problem: RequestProblem };

/** What a reply is told in the caller's protocol and does not stand in the upstream's. */
export type ReplyContext = {
  /** For replies that have no id of their own. */
  readonly requestId: string;
  readonly model: string;
  /** Epoch ms. */
  readonly nowMs: number;
  /** Estimate, for protocols that tell of the input before it was counted. */
  readonly inputTokens: number;
};

/** Turns the bytes of an upstream's stream into frames of the caller's protocol. */
export interface StreamTranslator {
  /** Whole frames; empty when nothing is to be said yet. A failure is an error frame, and nothing comes after it. */
  push(chunk: Uint8Array): string;
  /** The upstream's body has ended as it should. What ends a whole stream comes only when it was whole. */
  end(): string;
  /** The tokens that it told are an estimate: the upstream told none. */
  readonly estimates?: boolean;
  /** What the upstream has counted until now, where the caller is told of it at the end alone. */
  readonly usage?: TokenUsage | null;
}

/** How requests of one protocol are served by upstreams of another. Pure: whoever uses it holds the sockets. */
export type Translation = {
  /** What follows the upstream's address, with the first `/`; a function where it names the model. */
  readonly path: string | ((to: Pick<Destination, "model" | "stream">) => string);
  readonly request: (body: JsonObject, to: Destination) => TranslatedRequest;
  /** The upstream has to be asked for the usage of streams. */
  readonly asksUsage?: true;
  /** Whether a reply tells its tokens, where the caller's protocol wants some in any case. */
  readonly counts?: (reply: JsonObject) => boolean;
  /** null: it is none of the upstream's replies, or says what cannot be told. */
  readonly reply: (reply: JsonObject, context: ReplyContext) => JsonObject | null;
  readonly stream: (context: ReplyContext) => StreamTranslator;
  /** Media type of the upstream's streams. */
  readonly streamType: string;
  /** The error in a body that is no success; null when there is none. */
  readonly error: (body: unknown) => ApiError | null;
};
