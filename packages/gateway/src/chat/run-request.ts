import type { IncomingHttpHeaders } from "node:http";
import {
  type ApiError,
  type ChatRequest,
  parseChatRequest,
  rewriteChatRequest,
  type TokenUsage,
} from "@meridian/chat-protocol";
import { type AttemptRecord, costNanoUsd } from "@meridian/metrics";
import {
  type AttemptTicket,
  type FailureCause,
  nextStep,
  type Outcome,
  planRequest,
  type RetryBudget,
  type Route,
  type RoutePlan,
  type RouteRequest,
  type RoutingTable,
} from "@meridian/routing";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { GatewayKey } from "../environments/gateway-key.ts";
import { gatewayError } from "../errors.ts";
import type { Deadline } from "../server/deadlines.ts";
import type { Exchange } from "../server/exchange.ts";
import type { GatewayContext, OpenRequest } from "../server/gateway-context.ts";
import type { RequestHeaders } from "../server/request-headers.ts";
import { Attempt, type AttemptOwner } from "./attempt.ts";
import { attemptRecord } from "./attempt-record.ts";
import { classifyStatus } from "./classify-status.ts";
import { errorOfNoPlan } from "./error-of-no-plan.ts";
import { errorOfOutcome } from "./error-of-outcome.ts";
import { addCallerHeaders, upstreamHeaders } from "./forwarded-headers.ts";
import { type BodyOwner, readBody } from "./read-body.ts";
import { ReadRefusal, type RefusalOwner } from "./read-refusal.ts";
import { RelayReply, type ReplyOwner } from "./relay-reply.ts";
import { RelayStream, type StreamOwner } from "./relay-stream.ts";
import type { ReplyReader } from "./reply-reader.ts";
import { routeFacts } from "./route-facts.ts";

/** A decision that is being carried out. */
type Walk = {
  readonly table: RoutingTable;
  readonly route: Route;
  readonly plan: RoutePlan;
  readonly facts: RouteRequest;
  readonly request: ChatRequest;
  readonly body: Buffer;
  readonly budget: RetryBudget;
  readonly history: { readonly candidate: number; readonly outcome: Outcome }[];
};

/** The call that is under way. */
type Call = {
  readonly attempt: Attempt;
  readonly ticket: AttemptTicket;
  readonly candidate: number;
  readonly upstream: number;
  readonly as: AttemptRecord["as"];
};

/**
 * Carries one chat completion from its headers to its end: reads, plans, and walks the plan's candidates as `nextStep`
 * says. The only retry loop there is. Its environment is taken once; a config change does not touch it.
 */
export class ChatRun implements Deadline, OpenRequest, BodyOwner, AttemptOwner, StreamOwner, ReplyOwner, RefusalOwner {
  deadlineMs: number;
  readonly #exchange: Exchange;
  readonly #context: GatewayContext;
  readonly #environment: ActiveEnvironment;
  readonly #key: GatewayKey;
  readonly #headers: RequestHeaders;
  #walk: Walk | null = null;
  #call: Call | null = null;
  #stream: RelayStream | null = null;
  #answer: { readonly status: number; readonly headers: IncomingHttpHeaders } | null = null;
  /** Waiting to call this candidate. */
  #next: { readonly candidate: number; readonly as: AttemptRecord["as"] } | null = null;
  #committed = false;
  #pausedAtMs: number | null = null;
  /** Epoch ms; Infinity: none. */
  #totalDeadlineMs = Number.POSITIVE_INFINITY;

  constructor(exchange: Exchange, environment: ActiveEnvironment, key: GatewayKey, headers: RequestHeaders) {
    this.#exchange = exchange;
    this.#context = exchange.context;
    this.#environment = environment;
    this.#key = key;
    this.#headers = headers;
    this.deadlineMs = exchange.account.startedAtMs + exchange.context.options.bodyTimeoutMs;
  }

  begin(): void {
    this.#exchange.watch(this);
    this.#context.deadlines.add(this);
    readBody(this.#exchange.request, this.#context.options.maxBodyBytes, this);
  }

  bodyTooLarge(): void {
    const { maxBodyBytes } = this.#context.options;
    this.#context.deadlines.remove(this);
    this.#exchange.refuseBody(gatewayError("body_too_large", `The body is larger than ${maxBodyBytes} bytes.`));
  }

  bodyRead(body: Buffer): void {
    if (this.#exchange.settled) return;
    const parsed = parseChatRequest(body);
    if (!parsed.ok) {
      const { code, message, param } = parsed.problem;
      return this.#fail(gatewayError(code, message, param));
    }
    this.#plan(parsed.request, body);
  }

  callerLeft(): void {
    const { account } = this.#exchange;
    const call = this.#call;
    if (call) {
      const nowMs = this.#context.clock();
      call.attempt.abandon();
      this.#close(call, { kind: "cancelled", durationMs: nowMs - call.attempt.startedAtMs }, nowMs);
      this.#countTokens(call, this.#stream?.tap.usage ?? null);
    }
    if (this.#next) account.gaveUp = "client_gone";
    this.#settle("cancelled", 499, gatewayError("client_closed", "The caller closed the connection."));
  }

  shutDown(): void {
    const call = this.#call;
    if (call) {
      const nowMs = this.#context.clock();
      call.attempt.abandon();
      this.#close(call, { kind: "cancelled", durationMs: nowMs - call.attempt.startedAtMs }, nowMs);
      this.#countTokens(call, this.#stream?.tap.usage ?? null);
    }
    this.#fail(gatewayError("shutting_down", "The gateway is shutting down."));
  }

  deadlinePassed(nowMs: number): void {
    const call = this.#call;
    if (!this.#walk) {
      this.#context.deadlines.remove(this);
      this.#exchange.refuseBody(gatewayError("body_timeout", "The body did not arrive in time."));
    } else if (call) this.#callDeadlinePassed(call, nowMs);
    else if (this.#next) {
      const { candidate, as } = this.#next;
      this.#next = null;
      this.#begin(candidate, as);
    }
  }

  attemptSent(): void {
    const { timeouts } = this.#walked().route;
    const limitMs = this.#walked().request.stream ? timeouts.firstTokenMs : timeouts.responseMs;
    this.#wakeAt((this.#call?.attempt.sentAtMs ?? 0) + limitMs);
  }

  attemptAnswered(status: number, headers: IncomingHttpHeaders): ReplyReader {
    this.#answer = { status, headers };
    const { request } = this.#walked();
    if (classifyStatus(status) !== "success") return new ReadRefusal(this);
    if (!request.stream) return new RelayReply(this);
    if (!headers["content-type"]?.startsWith("text/event-stream")) return new ReadRefusal(this);
    this.#stream = new RelayStream(this, this.#exchange.response, !request.wantsUsage, this.#context.options);
    return this.#stream;
  }

  attemptFailed(cause: FailureCause): void {
    this.#end(this.#failure(cause), null);
  }

  refusalRead(said: ApiError | null): void {
    const status = this.#answer?.status ?? 0;
    const meaning = classifyStatus(status);
    if (meaning === "rejected") this.#end({ kind: "rejected", status, durationMs: this.#callMs() }, said);
    // A success that is not what was asked for.
    else this.#end(this.#failure(meaning === "success" ? "malformed" : meaning), null);
  }

  replyFailed(cause: FailureCause): void {
    this.#end(this.#failure(cause), null);
  }

  replyComplete(body: Buffer, usage: TokenUsage | null): void {
    const call = this.#call;
    if (!call) return;
    this.#complete(call, usage, body.length);
    const { response } = this.#exchange;
    const headers = this.#replyHeaders();
    headers.push("content-length", String(body.length));
    response.writeHead(200, headers);
    response.end(body);
    this.#context.counters.bytesRelayed += body.length;
    this.#settle("completed", 200, null);
  }

  firstToken(): void {
    const call = this.#call;
    if (!call) return;
    const nowMs = this.#context.clock();
    call.attempt.firstTokenAtMs = nowMs;
    this.#exchange.account.firstTokenAtMs = nowMs;
    this.#environment.state.firstToken(call.ticket, nowMs);
  }

  streamCommits(): void {
    this.#committed = true;
    const headers = this.#replyHeaders();
    headers.push("cache-control", "no-cache", "x-accel-buffering", "no");
    this.#exchange.response.writeHead(200, headers);
    this.#context.counters.streamsOpen += 1;
    this.#wakeAt((this.#call?.attempt.lastByteAtMs ?? 0) + this.#walked().route.timeouts.idleMs);
  }

  callerIsSlow(): void {
    if (this.#pausedAtMs !== null || !this.#call) return;
    const { response } = this.#exchange;
    this.#pausedAtMs = this.#context.clock();
    this.#context.counters.pauses += 1;
    this.#call.attempt.pause();
    this.#wakeAt(this.#pausedAtMs + this.#context.options.clientStallMs);
    response.once("drain", () => {
      this.#pausedAtMs = null;
      const attempt = this.#call?.attempt;
      if (!attempt) return;
      // While it was paused the upstream could not be idle.
      attempt.lastByteAtMs = this.#context.clock();
      this.#wakeAt(attempt.lastByteAtMs + this.#walked().route.timeouts.idleMs);
      attempt.resume();
    });
  }

  streamEnded(cause: FailureCause | null): void {
    const call = this.#call;
    if (!call) return;
    if (cause !== null) return this.#end(this.#failure(cause), null);
    this.#complete(call, this.#stream?.tap.usage ?? null, 0);
    this.#exchange.response.end();
    this.#settle("completed", 200, null);
  }

  #plan(request: ChatRequest, body: Buffer): void {
    const environment = this.#environment;
    const { account } = this.#exchange;
    const nowMs = this.#context.clock();
    account.stream = request.stream;
    account.requestedModel = request.model;
    const { table, state, overrides } = environment;
    if (!table)
      return this.#fail(gatewayError("not_configured", "No routing config is published in this environment yet."));
    const raw = this.#exchange.request.headers;
    const facts = routeFacts(request, this.#headers, raw, this.#key, environment.matchedHeaders);
    const planned = planRequest({ table, state, request: facts, overrides, nowMs, random: this.#context.random });
    account.plan = planned.kind === "plan" ? planned.plan : planned.why;
    if (planned.kind === "none") {
      if (planned.why.kind !== "unknown_model") account.route = planned.why.route;
      return this.#fail(errorOfNoPlan(planned.why));
    }
    const { plan } = planned;
    const route = withTimeout(planned.route, this.#headers.timeoutMs);
    account.route = route.name;
    this.#totalDeadlineMs = account.startedAtMs + (route.timeouts.totalMs ?? Number.POSITIVE_INFINITY);
    const budget = environment.budgets.get(route.name);
    if (!budget) return this.#fail(gatewayError("internal_error", "The route has no retry budget."));
    budget.deposit(nowMs);
    this.#walk = { table, route, plan, facts, request, body, budget, history: [] };
    this.#begin(0, "first");
  }

  #begin(candidate: number, as: AttemptRecord["as"]): void {
    const { plan, table, facts, request, body, route } = this.#walked();
    const upstream = plan.candidates[candidate]?.upstream ?? -1;
    const target = this.#environment.targets[upstream];
    const name = table.upstreams[upstream]?.name;
    if (!target || name === undefined) return this.#fail(gatewayError("internal_error", "The plan names no upstream."));
    const { account } = this.#exchange;
    const attempt = new Attempt(this, this.#context.deadlines, this.#context.clock);
    const { state } = this.#environment;
    const { inputTokens } = facts;
    const outputTokens = Math.min(facts.maxOutputTokens ?? Number.POSITIVE_INFINITY, state.expectedOutputTokens);
    const ticket = state.begin(upstream, inputTokens + outputTokens, attempt.startedAtMs, { table, inputTokens });
    this.#call = { attempt, ticket, candidate, upstream, as };
    this.#stream = null;
    this.#answer = null;
    account.upstream = name;
    account.attemptsBegun += 1;
    this.#context.counters.attempts += 1;
    this.#wakeAt(attempt.startedAtMs + route.timeouts.connectMs);
    const own = request.stream ? target.streamHeaders : target.replyHeaders;
    const headers = upstreamHeaders(own, account.id, this.#exchange.request.headers);
    attempt.send(target, headers, rewriteChatRequest(body, request, target.modelJson));
  }

  /** The attempt did not complete: what now? */
  #end(outcome: Outcome, said: ApiError | null): void {
    const call = this.#call;
    if (!call) return;
    const nowMs = this.#context.clock();
    const { plan, route, table, facts, budget, history } = this.#walked();
    const { state } = this.#environment;
    const { account } = this.#exchange;
    if (outcome.kind === "rejected") call.attempt.release();
    else call.attempt.abandon();
    this.#close(call, outcome, nowMs);
    history.push({ candidate: call.candidate, outcome });
    const step = nextStep({
      plan,
      route,
      table,
      state,
      attempts: history,
      budget,
      contentRelayed: this.#committed,
      clientGone: false,
      noFallback: facts.noFallback,
      elapsedMs: nowMs - account.startedAtMs,
      nowMs,
      random: this.#context.random,
    });
    if (step.kind === "give_up") {
      account.gaveUp = step.because;
      if (this.#committed) this.#countTokens(call, this.#stream?.tap.usage ?? null);
      this.#fail(errorOfOutcome(outcome, account.upstream ?? "", said));
    } else if (step.delayMs > 0) {
      this.#next = { candidate: step.candidate, as: step.as };
      this.deadlineMs = nowMs + step.delayMs;
    } else this.#begin(step.candidate, step.as);
  }

  #complete(call: Call, usage: TokenUsage | null, replyBytes: number): void {
    const nowMs = this.#context.clock();
    const { account } = this.#exchange;
    const { attempt } = call;
    this.#countTokens(call, usage, replyBytes);
    const firstTokenMs =
      attempt.firstTokenAtMs === null ? null : attempt.firstTokenAtMs - (attempt.sentAtMs ?? attempt.startedAtMs);
    const { inputTokens, outputTokens, stream } = account;
    const durationMs = nowMs - attempt.startedAtMs;
    attempt.release();
    this.#close(
      call,
      { kind: "completed", status: 200, stream, firstTokenMs, durationMs, inputTokens, outputTokens },
      nowMs,
    );
  }

  /** Frees the attempt's slot and notes how it ended: the only place where either happens. */
  #close(call: Call, outcome: Outcome, nowMs: number): void {
    this.#call = null;
    const { account } = this.#exchange;
    const { state } = this.#environment;
    const name = account.upstream ?? "";
    if (outcome.kind === "failed" && (outcome.cause === "credentials" || outcome.cause === "model_not_found")) {
      const { environmentId } = this.#environment;
      this.#context.log.error(
        { environmentId, upstream: name, status: outcome.status },
        `the upstream is misconfigured: ${outcome.cause}`,
      );
    }
    state.end(call.ticket, outcome, nowMs, this.#context.random);
    account.attempts.push(attemptRecord(account, call.attempt, name, call.as, outcome, nowMs));
    if (this.#committed) this.#context.counters.streamsOpen -= 1;
    this.#context.counters.bytesRelayed += this.#stream?.bytesRelayed ?? 0;
  }

  /** Tokens as the upstream counted them, else the gateway's estimate: a frame of a stream is a token, as are 4 bytes. */
  #countTokens(call: Call, usage: TokenUsage | null, replyBytes = 0): void {
    const { account } = this.#exchange;
    const { table, facts } = this.#walked();
    account.tokensEstimated = usage === null;
    account.inputTokens = usage?.inputTokens ?? (call.attempt.sentAtMs === null ? 0 : facts.inputTokens);
    account.cachedInputTokens = usage?.cachedInputTokens ?? 0;
    account.outputTokens = usage?.outputTokens ?? this.#stream?.tap.tokenFrames ?? Math.ceil(replyBytes / 4);
    account.costNanoUsd = costNanoUsd(table.upstreams[call.upstream]?.price ?? null, account);
  }

  #callDeadlinePassed(call: Call, nowMs: number): void {
    const { timeouts } = this.#walked().route;
    const { attempt } = call;
    if (nowMs >= this.#totalDeadlineMs) return this.#end(this.#failure("total_timeout"), null);
    if (attempt.sentAtMs === null) return this.#end(this.#failure("connect"), null);
    if (!this.#walked().request.stream) return this.#end(this.#failure("response_timeout"), null);
    if (!this.#committed) return this.#end(this.#failure("first_token_timeout"), null);
    if (this.#pausedAtMs !== null) {
      this.#exchange.response.destroy();
      return this.callerLeft();
    }
    const idleAtMs = attempt.lastByteAtMs + timeouts.idleMs;
    if (nowMs >= idleAtMs) this.#end(this.#failure("idle_timeout"), null);
    else this.#wakeAt(idleAtMs);
  }

  #failure(cause: FailureCause): Outcome {
    const attempt = this.#call?.attempt;
    return {
      kind: "failed",
      phase: this.#committed ? "mid_stream" : "before_first_token",
      cause,
      status: attempt?.status ?? null,
      retryAfterMs: attempt?.retryAfterMs ?? null,
      durationMs: this.#callMs(),
    };
  }

  #callMs(): number {
    return this.#call ? this.#context.clock() - this.#call.attempt.startedAtMs : 0;
  }

  #replyHeaders(): string[] {
    const headers = this.#exchange.replyHeaders();
    const upstream = this.#answer?.headers ?? {};
    headers.push("content-type", upstream["content-type"] ?? "application/json");
    addCallerHeaders(headers, upstream);
    return headers;
  }

  #walked(): Walk {
    if (!this.#walk) throw new Error("The request has no plan yet.");
    return this.#walk;
  }

  #wakeAt(atMs: number): void {
    this.deadlineMs = Math.min(atMs, this.#totalDeadlineMs);
  }

  #fail(error: Parameters<Exchange["fail"]>[0]): void {
    this.#context.deadlines.remove(this);
    this.#exchange.fail(error);
  }

  #settle(...end: Parameters<Exchange["settle"]>): void {
    this.#context.deadlines.remove(this);
    this.#exchange.settle(...end);
  }
}

function withTimeout(route: Route, timeoutMs: number | null): Route {
  if (timeoutMs === null) return route;
  const totalMs = Math.min(timeoutMs, route.timeouts.totalMs ?? timeoutMs);
  return { ...route, timeouts: { ...route.timeouts, totalMs } };
}
