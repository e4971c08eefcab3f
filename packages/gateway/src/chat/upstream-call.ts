import type { IncomingHttpHeaders } from "node:http";
import { type ApiError, readUpstreamError, type TokenUsage } from "@meridian/chat-protocol";
import { type AttemptTicket, type FailureCause, nothingUsed, type Outcome, type Upstream } from "@meridian/routing";
import type { Exchange } from "../server/exchange.ts";
import { Attempt, type AttemptOwner } from "./attempt.ts";
import { attemptRecord } from "./attempt-record.ts";
import { attemptUsage } from "./attempt-usage.ts";
import type { CallOwner } from "./call-owner.ts";
import { classifyRefusal, classifyStatus } from "./classify-status.ts";
import { complainOf } from "./complain-of.ts";
import { countTokens } from "./count-tokens.ts";
import { firstOf } from "./first-of.ts";
import { ReadRefusal, type RefusalOwner } from "./read-refusal.ts";
import { RelayReply, type ReplyOwner } from "./relay-reply.ts";
import { RelayStream, type StreamOwner } from "./relay-stream.ts";
import type { ReplyReader } from "./reply-reader.ts";
import { Slowness, type SlownessOwner } from "./slowness.ts";
import { TranslateStream } from "./translate-stream.ts";
import type { UpstreamAsk } from "./upstream-ask.ts";
import type { Walk, WalkStep } from "./walk.ts";

/**
 * One candidate's turn: takes its slot, calls it, relays what it says, keeps its timeouts, and gives the slot back
 * exactly once with how it ended.
 */
export class UpstreamCall implements AttemptOwner, StreamOwner, ReplyOwner, RefusalOwner, SlownessOwner {
  /** When `wake` is due, epoch ms. */
  wakeAtMs: number;
  /** Content was relayed: nobody else can answer any more. */
  committed = false;
  readonly #owner: CallOwner;
  readonly #exchange: Exchange;
  readonly #walk: Walk;
  readonly #as: WalkStep["as"];
  readonly #upstream: Upstream;
  readonly #ask: UpstreamAsk;
  #attempt: Attempt;
  readonly #ticket: AttemptTicket;
  #stream: RelayStream | null = null;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #usage: TokenUsage | null = null;
  #replyBytes = 0;
  #slowness: Slowness | null = null;
  #why: string | undefined = undefined;
  #ended = false;
  #lost = false;

  /** Takes the slot; what was prepared is sent by `begin`. */
  constructor(owner: CallOwner, exchange: Exchange, walk: Walk, as: WalkStep["as"], ask: UpstreamAsk) {
    const { context } = exchange;
    const { environment, table, route } = walk;
    const { state } = environment;
    this.#owner = owner;
    this.#exchange = exchange;
    this.#walk = walk;
    this.#as = as;
    this.#ask = ask;
    this.#upstream = ask.upstream;
    this.#attempt = new Attempt(this, context.deadlines, context.clock);
    const { inputTokens, outputTokens } = walk.ask;
    this.#ticket = state.begin(ask.index, inputTokens + outputTokens, this.#attempt.startedAtMs, {
      table,
      inputTokens,
      stream: walk.request.stream,
      prompt: walk.facts.prompt ?? null,
      affinity: walk.affinity,
    });
    this.wakeAtMs = this.#attempt.startedAtMs + route.timeouts.connectMs;
    context.counters.attempts += 1;
  }

  begin(): void {
    this.#ask.send(this.#attempt);
  }

  /** Ends it from the caller's side, whatever it was doing: the upstream is told at once, by a closed connection. */
  cancel(): void {
    this.#attempt.abandon();
    this.#end({ kind: "cancelled", durationMs: this.#durationMs() }, null);
  }

  /** Another upstream answers: this one is told at once, nothing of it counts, and its owner hears no more of it. */
  lose(): void {
    this.#lost = true;
    this.cancel();
  }

  /** As `lose`, with what it teaches that the other one has begun while this one was waited for. */
  outrun(): void {
    this.#lost = true;
    this.#attempt.abandon();
    const outrunBy = this.#as === "hedge" ? "first" : "hedge";
    this.#end({ kind: "cancelled", durationMs: this.#durationMs(), outrunBy }, null);
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
    if (this.#slowness) return void this.#exchange.request.socket.destroy();
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
    const { way, translated } = this.#ask;
    const errorOf = way.translation?.error ?? readUpstreamError;
    if (classifyStatus(status) !== "success") return new ReadRefusal(this, errorOf);
    const { request } = this.#walk;
    const { stream, reply } = this.#walk.endpoint;
    if (!request.stream || !stream)
      return new RelayReply(this, reply, translated && ((body) => translated.reply(body)));
    const streamType = way.translation?.streamType ?? "text/event-stream";
    if (!firstOf(headers["content-type"])?.startsWith(streamType)) return new ReadRefusal(this, errorOf);
    const { response, context } = this.#exchange;
    this.#stream = new RelayStream(this, stream, response, request.addsUsage, context.options);
    return translated ? new TranslateStream(translated.stream(), this.#stream) : this.#stream;
  }

  attemptFailed(cause: FailureCause, why?: string): void {
    this.#why = why;
    this.fail(cause);
  }

  attemptBroke(error: unknown): void {
    this.#owner.callBroke(error);
  }

  refusalRead(said: ApiError | null): void {
    const { endpoint } = this.#walk;
    const { translated } = this.#ask;
    // A translation calls what its upstream is there for.
    const meaning = translated
      ? translated.classify(this.#status, said)
      : classifyRefusal(this.#status, said, this.#upstream.provider, endpoint.name);
    if (meaning === "credentials") this.#ask.credentialsRefused(this.#exchange.context.clock());
    if (meaning === "rejected" && this.#ask.withoutWhatWasRefused(said)) return this.#beginAgain();
    // A success that is not what was asked for.
    if (meaning === "success") this.fail("malformed");
    else if (meaning !== "rejected") this.fail(meaning);
    else {
      this.#attempt.release();
      this.#end({ kind: "rejected", status: this.#status, durationMs: this.#durationMs() }, said);
    }
  }

  /** In the same turn and with the same slot: for the caller and for routing it is one attempt. */
  #beginAgain(): void {
    const { context } = this.#exchange;
    this.#attempt.release();
    this.#attempt = new Attempt(this, context.deadlines, context.clock);
    this.wakeAtMs = this.#attempt.startedAtMs + this.#walk.route.timeouts.connectMs;
    this.begin();
  }

  replyFailed(cause: FailureCause): void {
    this.fail(cause);
  }

  replyComplete(body: Buffer, usage: TokenUsage | null): void {
    this.#usage = this.#ask.translated?.estimates ? null : usage;
    this.#replyBytes = body.length;
    this.#exchange.replyWhole(this.#ask.replyHeaders(this.#headers), body);
    this.#complete();
  }

  firstToken(): void {
    const nowMs = this.#exchange.context.clock();
    this.#attempt.firstTokenAtMs = nowMs;
    this.#exchange.account.firstTokenAtMs = nowMs;
    this.#walk.environment.state.firstToken(this.#ticket, nowMs);
  }

  streamCommits(): void {
    this.#owner.callCommits(this);
    this.committed = true;
    this.#ask.answered();
    const headers = this.#ask.replyHeaders(this.#headers);
    headers.push("cache-control", "no-cache", "x-accel-buffering", "no");
    this.#exchange.response.writeHead(200, headers);
    this.#exchange.context.counters.streamsOpen += 1;
    this.wakeAtMs = this.#attempt.lastByteAtMs + this.#walk.route.timeouts.idleMs;
  }

  callerIsSlow(): void {
    if (this.#slowness || this.#ended) return;
    this.#slowness = new Slowness(this, this.#exchange);
    this.wakeAtMs = this.#slowness.endsAtMs;
    this.#attempt.pause();
  }

  callerReads(): void {
    this.#slowness = null;
    if (this.#ended) return;
    // While it was paused the upstream could not be idle.
    this.#attempt.lastByteAtMs = this.#exchange.context.clock();
    this.wakeAtMs = this.#attempt.lastByteAtMs + this.#walk.route.timeouts.idleMs;
    this.#attempt.resume();
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
    const { inputTokens, outputTokens, tokensEstimated, stream } = this.#exchange.account;
    const nowMs = this.#exchange.context.clock();
    const durationMs = nowMs - startedAtMs;
    const outcome = {
      kind: "completed",
      status: 200,
      stream,
      firstTokenMs,
      durationMs,
      inputTokens,
      cachedInputTokens: tokensEstimated ? null : this.#exchange.account.cachedInputTokens,
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
    if ((outcome.kind === "cancelled" && !this.#lost) || (outcome.kind === "failed" && this.committed))
      this.#countTokens();
    const sent = this.#attempt.sentAtMs !== null;
    const used = this.#lost ? { ...nothingUsed, sent } : attemptUsage(outcome, sent, this.committed, account);
    this.#walk.environment.state.end(this.#ticket, outcome, nowMs, context.random, used);
    const { hedge } = this.#walk.route;
    account.attempts.push(attemptRecord(account, this.#attempt, this.#upstream.name, this.#as, outcome, nowMs, hedge));
    if (this.committed) counters.streamsOpen -= 1;
    this.#exchange.framesRelayed = this.#stream?.tap.frames ?? 0;
    counters.bytesRelayed += this.#replyBytes + (this.#stream?.bytesRelayed ?? 0);
    if (outcome.kind === "failed")
      complainOf(outcome.cause, this.#exchange, this.#walk.environment, this.#upstream, this.#status, this.#why);
    if (!this.#lost) this.#owner.callEnded(this, outcome, said);
  }

  #countTokens(): void {
    const { account } = this.#exchange;
    const sent = this.#attempt.sentAtMs !== null;
    const tap = this.#stream?.tap;
    const { generates } = this.#walk.endpoint.reply;
    const { translated } = this.#ask;
    const told = this.#usage ?? tap?.usage ?? null;
    const counted = told ?? translated?.usage ?? null;
    // What a translation told the caller without having been told itself is no count.
    const partial = tap ? tap.usageIsPartial || translated?.estimates === true || counted !== told : false;
    countTokens(account, this.#upstream.price, counted, partial, {
      inputTokens: sent ? this.#walk.facts.inputTokens : 0,
      outputTokens: tap?.tokenFrames ?? (generates ? Math.ceil(this.#replyBytes / 4) : 0),
    });
  }

  #durationMs(): number {
    return this.#exchange.context.clock() - this.#attempt.startedAtMs;
  }
}
