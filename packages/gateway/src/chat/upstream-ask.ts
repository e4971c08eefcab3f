import type { IncomingHttpHeaders } from "node:http";
import { type ApiError, rewriteRequest } from "@meridian/chat-protocol";
import type { EndpointName, Upstream } from "@meridian/routing";
import { currentTarget } from "../environments/current-target.ts";
import type { Exchange } from "../server/exchange.ts";
import { attemptTraceParent } from "../server/trace-parent.ts";
import type { UpstreamTarget, UpstreamWay } from "../upstream/upstream-target.ts";
import type { Attempt } from "./attempt.ts";
import { firstOf } from "./first-of.ts";
import { addCallerHeaders, upstreamHeaders } from "./forwarded-headers.ts";
import { type TranslatedBody, TranslatedCall } from "./translated-call.ts";
import type { Walk } from "./walk.ts";

/** From the buffer pool: every byte is written before it is read. */
const allocate = (length: number): Uint8Array => Buffer.allocUnsafe(length);

/** What one upstream is asked in one request's stead: its path, headers and body, and what the gateway adds to them. */
export class UpstreamAsk {
  readonly upstream: Upstream;
  readonly index: number;
  readonly way: UpstreamWay;
  /** null: the upstream speaks the caller's protocol. */
  readonly translated: TranslatedCall | null;
  readonly #exchange: Exchange;
  readonly #walk: Walk;
  readonly #target: UpstreamTarget;
  /** What was sent asks for a stream's usage, and the caller did not. */
  #asksUsage = false;
  /** The upstream refused that, and is asked without. */
  #withoutUsage = false;
  /** What is to be sent next, when it had to be translated. */
  #written: Extract<TranslatedBody, { ok: true }> | null = null;

  /** `index`: of the upstream in the walk's table. */
  constructor(exchange: Exchange, walk: Walk, upstream: Upstream, index: number) {
    this.#exchange = exchange;
    this.#walk = walk;
    this.upstream = upstream;
    this.index = index;
    this.#target = currentTarget(exchange.context.registry, walk.environment, index);
    this.way = wayOf(this.#target, walk.endpoint.name, upstream.name);
    const { translation } = this.way;
    this.translated = translation && new TranslatedCall(translation, exchange, walk, upstream);
  }

  /** Writes it, where it has to be translated; or says why this upstream cannot be asked that. Nothing is taken before. */
  prepare(): ApiError | null {
    const { request } = this.#walk;
    const { translation, path } = this.way;
    const mayAsk = this.#target.takesUsageOption && !this.#withoutUsage;
    this.#asksUsage = mayAsk && (translation ? request.stream && translation.asksUsage === true : request.addsUsage);
    if (!this.translated) return null;
    const written = this.translated.request(path, this.#asksUsage);
    if (!written.ok) return written.error;
    this.#written = written;
    return null;
  }

  send(attempt: Attempt): void {
    const { request, body, environment } = this.#walk;
    const { connections, modelJson, signer, secretNames } = this.#target;
    for (const name of secretNames) environment.secretUses.set(name, attempt.startedAtMs);
    const written = this.#written;
    // Bodies are large, and are held by whoever sends them alone.
    this.#written = null;
    const bytes = written?.body ?? rewriteRequest(body, request, modelJson, this.#asksUsage, allocate);
    const path = written?.path ?? this.way.path;
    const headers = this.#headers();
    if (!signer) return attempt.send(connections, path, headers, bytes);
    const signature = signer.headers(path, "application/json", bytes, attempt.startedAtMs);
    if (signature instanceof Promise) attempt.sendSigned(connections, path, headers, signature, bytes);
    else attempt.send(connections, path, [...headers, ...signature], bytes);
  }

  /**
   * Whether what the upstream refuses is not the caller's request, but what the gateway had added to it: it is left out
   * when the same is sent again.
   */
  withoutWhatWasRefused(said: ApiError | null): boolean {
    // By what this call sent: of calls that began together all are refused, and not the first alone.
    if (!this.#asksUsage || !said) return false;
    this.#withoutUsage = said.param === "stream_options" || said.message.includes("stream_options");
    return this.#withoutUsage && this.prepare() === null;
  }

  /** The upstream refuses the credentials that it was called with. */
  credentialsRefused(nowMs: number): void {
    this.#target.signer?.refused(nowMs);
  }

  /** It was answered as it was asked. */
  answered(): void {
    // Only now it is known that this was why: an upstream's refusal may repeat words of the caller's.
    if (this.#withoutUsage) this.#target.takesUsageOption = false;
  }

  /** Headers of the caller's reply, when the upstream answers with these. */
  replyHeaders(upstream: IncomingHttpHeaders): string[] {
    const headers = this.#exchange.replyHeaders();
    const own = this.#walk.request.stream ? "text/event-stream; charset=utf-8" : "application/json";
    headers.push("content-type", (this.translated ? null : firstOf(upstream["content-type"])) ?? own);
    addCallerHeaders(headers, upstream);
    return headers;
  }

  #headers(): string[] {
    const { streamHeaders, replyHeaders, callerHeaders } = this.way;
    const own = this.#walk.request.stream ? streamHeaders : replyHeaders;
    const { account, context, request: from } = this.#exchange;
    const trace = context.options.traces
      ? attemptTraceParent(account.id, account.headers?.traceParent ?? null, account.attemptsBegun)
      : null;
    return upstreamHeaders(own, callerHeaders, account.id, from.headers, trace);
  }
}

function wayOf({ ways }: UpstreamTarget, endpoint: EndpointName, upstream: string): UpstreamWay {
  const way = ways[endpoint];
  // Plans leave out upstreams that do not serve the endpoint.
  if (!way) throw new Error(`The upstream ${upstream} does not serve ${endpoint}.`);
  return way;
}
