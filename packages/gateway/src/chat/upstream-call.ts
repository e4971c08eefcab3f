import type { IncomingHttpHeaders } from "node:http";
import { type ApiError, readUpstreamError, rewriteRequest, type TokenUsage } from "@meridian/chat-protocol";
import {
  type AttemptTicket,
  type AttemptUsage,
  type EndpointName,
  type FailureCause,
  nothingUsed,
  type Outcome,
  type Upstream,
} from "@meridian/routing";
import type { Exchange } from "../server/exchange.ts";
import { attemptTraceParent } from "../server/trace-parent.ts";
import type { UpstreamTarget, UpstreamWay } from "../upstream/upstream-target.ts";
import { currentTarget } from "../environments/current-target.ts";
import { Attempt, type AttemptOwner } from "./attempt.ts";
import { attemptRecord } from "./attempt-record.ts";
import { classifyRefusal, classifyStatus } from "./classify-status.ts";
import { countTokens } from "./count-tokens.ts";
import { firstOf } from "./first-of.ts";
import { addCallerHeaders, upstreamHeaders } from "./forwarded-headers.ts";
import { ReadRefusal, type RefusalOwner } from "./read-refusal.ts";
import { RelayReply, type ReplyOwner } from "./relay-reply.ts";
import { RelayStream, type StreamOwner } from "./relay-stream.ts";
import type { ReplyReader } from "./reply-reader.ts";
import { TranslatedCall } from "./translated-call.ts";
import { TranslateStream } from "./translate-stream.ts";
import type { Walk, WalkStep } from "./walk.ts";

export interface CallOwner {
  /** Comes once, with the slot free and the attempt on record. `said`: what the upstream told the caller by refusing. */
  callEnded(outcome: Outcome, said: ApiError | null): void;
  /** The whole of a reply that does not stream; `callEnded` follows. */
  replyComplete(headers: string[], body: Buffer): void;
  /** The gateway itself failed while it was on: `cancel` frees what it holds. */
  callBroke(error: unknown): void;
}

/** From the buffer pool: every byte is written before it is read. */
const allocate = (length: number): Uint8Array => Buffer.allocUnsafe(length);

/**
 * One candidate's turn: takes its slot, calls it, relays what it says, keeps its timeouts, and gives the slot back
 * exactly once with how it ended.
 */
export class UpstreamCall implements AttemptOwner, StreamOwner, ReplyOwner, RefusalOwner {
  /** When `wake` is due, epoch ms. */
  wakeAtMs: number;
  /** Content was relayed: nobody else can answer any more. */
  committed = false;
  readonly #owner: CallOwner;
  readonly #exchange: Exchange;
  readonly #walk: Walk;
  readonly #as: WalkStep["as"];
  readonly #upstream: Upstream;
  readonly #target: UpstreamTarget;
  readonly #way: UpstreamWay;
  /** null: the upstream speaks the caller's protocol. */
  readonly #translated: TranslatedCall | null;
  #attempt: Attempt;
  readonly #ticket: AttemptTicket;
  #stream: RelayStream | null = null;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #usage: TokenUsage | null = null;
  #replyBytes = 0;
  #pausedAtMs: number | null = null;
  #ended = false;
  /** What was sent asks for a stream's usage, and the caller did not. */
  #asksUsage = false;
  /** The upstream refused that, and is asked without. */
  #withoutUsage = false;

  /** Takes the slot; nothing is sent before `begin`. */
  constructor(owner: CallOwner, exchange: Exchange, walk: Walk, as: WalkStep["as"], upstream: Upstream, index: number) {
    const { context } = exchange;
    const { environment, table, route } = walk;
    const { state } = environment;
    this.#owner = owner;
    this.#exchange = exchange;
    this.#walk = walk;
    this.#as = as;
    this.#upstream = upstream;
    this.#target = currentTarget(context.registry, environment, index);
    this.#way = wayOf(this.#target, walk.endpoint.name, upstream.name);
    const { translation } = this.#way;
    this.#translated = translation && new TranslatedCall(translation, exchange, walk, upstream);
    if (upstream.apiKey?.from === "secret") environment.secretUses.set(upstream.apiKey.name, context.clock());
    this.#attempt = new Attempt(this, context.deadlines, context.clock);
    const { inputTokens, outputTokens } = walk.ask;
    this.#ticket = state.begin(index, inputTokens + outputTokens, this.#attempt.startedAtMs, { table, inputTokens });
    this.wakeAtMs = this.#attempt.startedAtMs + route.timeouts.connectMs;
    context.counters.attempts += 1;
  }

  begin(): void {
    const { request, body } = this.#walk;
    const { pool, modelJson, takesUsageOption } = this.#target;
    const { path, translation, streamHeaders, replyHeaders, callerHeaders } = this.#way;
    const mayAsk = takesUsageOption && !this.#withoutUsage;
    this.#asksUsage = mayAsk && (translation ? request.stream && translation.asksUsage === true : request.addsUsage);
    const translated = this.#translated?.request(path, this.#asksUsage);
    if (translated && !translated.ok) {
      return this.#end({ kind: "rejected", status: 400, durationMs: this.#durationMs() }, translated.error);
    }
    const own = request.stream ? streamHeaders : replyHeaders;
    const { account, context, request: from } = this.#exchange;
    const trace = context.options.traces
      ? attemptTraceParent(account.id, account.headers?.traceParent ?? null, account.attemptsBegun)
      : null;
    const headers = upstreamHeaders(own, callerHeaders, account.id, from.headers, trace);
    if (translated) return this.#attempt.send(pool, translated.path, headers, translated.body);
    const bytes = rewriteRequest(body, request, modelJson, this.#asksUsage, allocate);
    this.#attempt.send(pool, path, headers, bytes);
  }

  /** Ends it from the caller's side, whatever it was doing: the upstream is told at once, by a closed connection. */
  cancel(): void {
    this.#attempt.abandon();
    this.#end({ kind: "cancelled", durationMs: this.#durationMs() }, null);
  }

  fail(cause: FailureCause): void {
    const { status, retryAfterMs } = this.#attempt;
    this.#attempt.abandon();
    const phase = this.committed ? "mid_stream" : "before_first_token";
    this.#end({ kind: "failed", phase, cause, status, retryAfterMs, durationMs: this.#durationMs() }, null);
  }

  /** One of its timeouts may have passed. */
  wake(nowMs: number): void {
    if (this.#attempt.sentAtMs === null) return this.fail("connect");
    if (!this.#walk.request.stream) return this.fail("response_timeout");
    if (!this.committed) return this.fail("first_token_timeout");
    // A caller that has stopped reading is as good as gone: `close` comes of this.
    if (this.#pausedAtMs !== null) return void this.#exchange.request.socket.destroy();
    this.wakeAtMs = this.#attempt.lastByteAtMs + this.#walk.route.timeouts.idleMs;
    if (nowMs >= this.wakeAtMs) this.fail("idle_timeout");
  }

  attemptSent(): void {
    const { firstTokenMs, responseMs } = this.#walk.route.timeouts;
    this.wakeAtMs = (this.#attempt.sentAtMs ?? 0) + (this.#walk.request.stream ? firstTokenMs : responseMs);
  }

  attemptAnswered(status: number, headers: IncomingHttpHeaders): ReplyReader {
    this.#status = status;
    this.#headers = headers;
    const { request } = this.#walk;
    const translated = this.#translated;
    const errorOf = this.#way.translation?.error ?? readUpstreamError;
    if (classifyStatus(status) !== "success") return new ReadRefusal(this, errorOf);
    const { stream, reply } = this.#walk.endpoint;
    if (!request.stream || !stream)
      return new RelayReply(this, reply, translated && ((body) => translated.reply(body)));
    const streamType = this.#way.translation?.streamType ?? "text/event-stream";
    if (!firstOf(headers["content-type"])?.startsWith(streamType)) return new ReadRefusal(this, errorOf);
    const { response, context } = this.#exchange;
    this.#stream = new RelayStream(this, stream, response, request.addsUsage, context.options);
    return translated ? new TranslateStream(translated.stream(), this.#stream) : this.#stream;
  }

  attemptFailed(cause: FailureCause): void {
    this.fail(cause);
  }

  attemptBroke(error: unknown): void {
    this.#owner.callBroke(error);
  }

  refusalRead(said: ApiError | null): void {
    const { endpoint } = this.#walk;
    // A translation calls what its upstream is there for.
    const meaning = this.#translated
      ? this.#translated.classify(this.#status, said)
      : classifyRefusal(this.#status, said, this.#upstream.provider, endpoint.name);
    if (meaning === "rejected" && this.#refusedUsageOption(said)) return this.#beginWithoutUsageOption();
    // A success that is not what was asked for.
    if (meaning === "success") this.fail("malformed");
    else if (meaning !== "rejected") this.fail(meaning);
    else {
      this.#attempt.release();
      this.#end({ kind: "rejected", status: this.#status, durationMs: this.#durationMs() }, said);
    }
  }

  /** Whether what the upstream refuses is not the caller's request, but what the gateway had added to it. */
  #refusedUsageOption(said: ApiError | null): boolean {
    // By what this call sent: of calls that began together all are refused, and not the first alone.
    if (!this.#asksUsage || !said) return false;
    return said.param === "stream_options" || said.message.includes("stream_options");
  }

  /** In the same turn and with the same slot: for the caller and for routing it is one attempt. */
  #beginWithoutUsageOption(): void {
    const { context } = this.#exchange;
    this.#withoutUsage = true;
    this.#attempt.release();
    this.#attempt = new Attempt(this, context.deadlines, context.clock);
    this.wakeAtMs = this.#attempt.startedAtMs + this.#walk.route.timeouts.connectMs;
    this.begin();
  }

  replyFailed(cause: FailureCause): void {
    this.fail(cause);
  }

  replyComplete(body: Buffer, usage: TokenUsage | null): void {
    this.#usage = this.#translated?.estimates ? null : usage;
    this.#replyBytes = body.length;
    this.#owner.replyComplete(this.#replyHeaders(), body);
    this.#complete();
  }

  firstToken(): void {
    const nowMs = this.#exchange.context.clock();
    this.#attempt.firstTokenAtMs = nowMs;
    this.#exchange.account.firstTokenAtMs = nowMs;
    this.#walk.environment.state.firstToken(this.#ticket, nowMs);
  }

  streamCommits(): void {
    this.committed = true;
    // Only now it is known that this was why: an upstream's refusal may repeat words of the caller's.
    if (this.#withoutUsage) this.#target.takesUsageOption = false;
    const headers = this.#replyHeaders();
    headers.push("cache-control", "no-cache", "x-accel-buffering", "no");
    this.#exchange.response.writeHead(200, headers);
    this.#exchange.context.counters.streamsOpen += 1;
    this.wakeAtMs = this.#attempt.lastByteAtMs + this.#walk.route.timeouts.idleMs;
  }

  callerIsSlow(): void {
    if (this.#pausedAtMs !== null || this.#ended) return;
    const { context, response } = this.#exchange;
    this.#pausedAtMs = context.clock();
    this.wakeAtMs = this.#pausedAtMs + context.options.clientStallMs;
    context.counters.pauses += 1;
    this.#attempt.pause();
    response.once("drain", () => this.#callerReads());
  }

  #callerReads(): void {
    this.#pausedAtMs = null;
    if (this.#ended) return;
    try {
      // While it was paused the upstream could not be idle.
      this.#attempt.lastByteAtMs = this.#exchange.context.clock();
      this.wakeAtMs = this.#attempt.lastByteAtMs + this.#walk.route.timeouts.idleMs;
      this.#attempt.resume();
    } catch (error) {
      this.#owner.callBroke(error);
    }
  }

  streamEnded(cause: FailureCause | null): void {
    if (cause === null) this.#complete();
    else this.fail(cause);
  }

  #complete(): void {
    const { firstTokenAtMs, sentAtMs, startedAtMs } = this.#attempt;
    const firstTokenMs = firstTokenAtMs === null ? null : firstTokenAtMs - (sentAtMs ?? startedAtMs);
    this.#attempt.release();
    this.#countTokens();
    const { inputTokens, outputTokens, stream } = this.#exchange.account;
    const nowMs = this.#exchange.context.clock();
    const durationMs = nowMs - startedAtMs;
    const outcome = {
      kind: "completed",
      status: 200,
      stream,
      firstTokenMs,
      durationMs,
      inputTokens,
      outputTokens,
    } as const;
    this.#end(outcome, null, nowMs);
  }

  /** Frees the slot and notes how it ended: the only place where either happens. */
  #end(outcome: Outcome, said: ApiError | null, nowMs = this.#exchange.context.clock()): void {
    if (this.#ended) return;
    this.#ended = true;
    const { context, account } = this.#exchange;
    const { counters } = context;
    // What an upstream has done for a caller that left, or before it broke, was still done.
    if (outcome.kind === "cancelled" || (outcome.kind === "failed" && this.committed)) this.#countTokens();
    this.#walk.environment.state.end(this.#ticket, outcome, nowMs, context.random, this.#used(outcome));
    account.attempts.push(attemptRecord(account, this.#attempt, this.#upstream.name, this.#as, outcome, nowMs));
    if (this.committed) counters.streamsOpen -= 1;
    this.#exchange.framesRelayed = this.#stream?.tap.frames ?? 0;
    counters.bytesRelayed += this.#replyBytes + (this.#stream?.bytesRelayed ?? 0);
    if (outcome.kind === "failed") this.#complain(outcome.cause);
    this.#owner.callEnded(outcome, said);
  }

  /** What counts against the upstream's limits. */
  #used({ kind }: Outcome): AttemptUsage {
    const sent = this.#attempt.sentAtMs !== null;
    const served = kind === "completed" || kind === "cancelled" || (kind === "failed" && this.committed);
    if (!served) return { ...nothingUsed, sent };
    const { inputTokens, outputTokens, costNanoUsd } = this.#exchange.account;
    return { tokens: inputTokens + outputTokens, nanoUsd: costNanoUsd, sent };
  }

  #countTokens(): void {
    const { account } = this.#exchange;
    const sent = this.#attempt.sentAtMs !== null;
    const tap = this.#stream?.tap;
    const { generates } = this.#walk.endpoint.reply;
    // What a translation told the caller without having been told itself is no count.
    const partial = tap ? tap.usageIsPartial || this.#translated?.estimates === true : false;
    countTokens(account, this.#upstream.price, this.#usage ?? tap?.usage ?? null, partial, {
      inputTokens: sent ? this.#walk.facts.inputTokens : 0,
      outputTokens: tap?.tokenFrames ?? (generates ? Math.ceil(this.#replyBytes / 4) : 0),
    });
  }

  /** What nobody but the operator can put right is said loudly. */
  #complain(cause: FailureCause): void {
    if (cause !== "credentials" && cause !== "model_not_found") return;
    const { environmentId } = this.#walk.environment;
    const about = { environmentId, upstream: this.#upstream.name, status: this.#status };
    this.#exchange.context.log.error(about, `the upstream is misconfigured: ${cause}`);
  }

  #durationMs(): number {
    return this.#exchange.context.clock() - this.#attempt.startedAtMs;
  }

  #replyHeaders(): string[] {
    const headers = this.#exchange.replyHeaders();
    const own = this.#walk.request.stream ? "text/event-stream; charset=utf-8" : "application/json";
    headers.push("content-type", (this.#translated ? null : firstOf(this.#headers["content-type"])) ?? own);
    addCallerHeaders(headers, this.#headers);
    return headers;
  }
}

function wayOf({ ways }: UpstreamTarget, endpoint: EndpointName, upstream: string): UpstreamWay {
  const way = ways[endpoint];
  // Plans leave out upstreams that do not serve the endpoint.
  if (!way) throw new Error(`The upstream ${upstream} does not serve ${endpoint}.`);
  return way;
}
