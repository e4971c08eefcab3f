import type { ApiError, ReplyContext, StreamTranslator, Translation } from "@meridian/chat-protocol";
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

  constructor(translation: Translation, exchange: Exchange, walk: Walk, upstream: Upstream) {
    this.#translation = translation;
    this.#exchange = exchange;
    this.#walk = walk;
    this.#model = upstream.upstreamModel ?? walk.request.model;
  }

  /** `address` is the upstream's path. */
  request(address: string): TranslatedBody {
    const { request, body, dropUnsupported: drop } = this.#walk;
    const to = { model: this.#model, stream: request.stream, drop };
    // Parsed once before it was planned, and kept as bytes: only those that are translated are parsed again.
    const translated = this.#translation.request(JSON.parse(body.toString()), to);
    if (!translated.ok) {
      const { message, param } = translated.problem;
      return { ok: false, error: { message, type: "invalid_request_error", param, code: "unsupported_field" } };
    }
    const { path } = this.#translation;
    const sent = typeof path === "string" ? address : `${address}${path(to)}`;
    return { ok: true, path: sent, body: Buffer.from(JSON.stringify(translated.body)) };
  }

  /** The reply for the caller; null when the upstream's makes no sense there. */
  reply(body: Buffer): Buffer | null {
    let reply: unknown;
    try {
      reply = JSON.parse(body.toString());
    } catch {
      return null;
    }
    if (typeof reply !== "object" || reply === null || Array.isArray(reply)) return null;
    const translated = this.#translation.reply({ ...reply }, this.#context());
    return translated && Buffer.from(JSON.stringify(translated));
  }

  /** Google says 400 of a key that it does not know. */
  classify(status: number, said: ApiError | null): ReturnType<typeof classifyStatus> {
    return said?.type === "authentication_error" ? "credentials" : classifyStatus(status);
  }

  stream(): StreamTranslator {
    return this.#translation.stream(this.#context());
  }

  #context(): ReplyContext {
    const { account, context } = this.#exchange;
    const { inputTokens } = this.#walk.facts;
    return { requestId: account.id, model: this.#model, nowMs: context.clock(), inputTokens };
  }
}
