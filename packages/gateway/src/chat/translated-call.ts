import {
  type ApiError,
  parseObjectExactly,
  type ReplyContext,
  type StreamTranslator,
  type TokenUsage,
  type Translation,
} from "@meridian/chat-protocol";
import type { Upstream } from "@meridian/routing";
import type { Exchange } from "../server/exchange.ts";
import { classifyStatus } from "./classify-status.ts";
import type { Walk } from "./walk.ts";

export type TranslatedBody =
  | { readonly ok: true; readonly path: string; readonly body: Buffer }
  /** It cannot be asked of this upstream. */
  | { readonly ok: false; readonly error: ApiError };

/** One call of an upstream that speaks another protocol than its caller: what is sent and what comes back, as bytes. */
export class TranslatedCall {
  readonly #translation: Translation;
  readonly #exchange: Exchange;
  readonly #walk: Walk;
  readonly #model: string;
  #stream: StreamTranslator | null = null;
  #replyEstimates = false;

  constructor(translation: Translation, exchange: Exchange, walk: Walk, upstream: Upstream) {
    this.#translation = translation;
    this.#exchange = exchange;
    this.#walk = walk;
    this.#model = upstream.upstreamModel ?? walk.request.model;
  }

  /** The tokens that the caller was told are the gateway's estimate, for a protocol that must tell some. */
  get estimates(): boolean {
    return this.#stream ? this.#stream.estimates === true : this.#replyEstimates;
  }

  /** What the upstream has counted of a stream so far, whether or not its caller was told. */
  get usage(): TokenUsage | null {
    return this.#stream?.usage ?? null;
  }

  /** `address` is the upstream's path. */
  request(address: string, asksUsage: boolean): TranslatedBody {
    const { request, body, dropUnsupported: drop } = this.#walk;
    const to = { model: this.#model, stream: request.stream, drop, asksUsage };
    try {
      // An object, as was seen before it was planned, and kept as bytes: only those that are translated are parsed again.
      const translated = this.#translation.request(parseObjectExactly(body.toString()) ?? {}, to);
      if (!translated.ok) return refused(translated.problem.message, translated.problem.param, "unsupported_field");
      const { path } = this.#translation;
      const sent = typeof path === "string" ? address : `${address}${path(to)}`;
      return { ok: true, path: sent, body: Buffer.from(JSON.stringify(translated.body)) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return refused(
        "The body is nested too deeply to be written in the upstream's protocol.",
        null,
        "invalid_request",
      );
    }
  }

  /** The reply for the caller; null when the upstream's makes no sense there. */
  reply(body: Buffer): Buffer | null {
    const said = replyIn(body.toString());
    if (!said) return null;
    this.#replyEstimates = this.#translation.counts?.(said) === false;
    try {
      const translated = this.#translation.reply(said, this.#context());
      return translated && Buffer.from(JSON.stringify(translated));
    } catch (error) {
      // Nested too deeply to be written again.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  /** Google says 400 of a key that it does not know. */
  classify(status: number, said: ApiError | null): ReturnType<typeof classifyStatus> {
    return said?.type === "authentication_error" ? "credentials" : classifyStatus(status);
  }

  stream(): StreamTranslator {
    this.#stream = this.#translation.stream(this.#context());
    return this.#stream;
  }

  #context(): ReplyContext {
    const { account, context } = this.#exchange;
    const { inputTokens } = this.#walk.facts;
    return { requestId: account.id, model: this.#model, nowMs: context.clock(), inputTokens };
  }
}

/** null: it is no JSON object. */
function replyIn(text: string): ReturnType<typeof parseObjectExactly> {
  try {
    return parseObjectExactly(text);
  } catch {
    return null;
  }
}

function refused(message: string, param: string | null, code: string): TranslatedBody {
  return { ok: false, error: { message, type: "invalid_request_error", param, code } };
}
