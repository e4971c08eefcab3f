import { type ApiError, type ApiRequest, type Endpoint, parseRequest } from "@meridian/chat-protocol";
import {
  dueAgainMs,
  expectedTokens,
  isTimeToWait,
  nextStep,
  type NoPlan,
  type Outcome,
  planRequest,
  readPromptAhead,
  type RouteRequest,
  type RoutingTable,
} from "@meridian/routing";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { GatewayKey } from "../environments/gateway-key.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import type { ScopedLimitReached } from "../limits/request-limits.ts";
import { errorOfKey } from "../server/authenticate.ts";
import type { Deadline } from "../server/deadlines.ts";
import type { Exchange } from "../server/exchange.ts";
import type { EndableRun, GatewayContext } from "../server/gateway-context.ts";
import type { RequestHeaders } from "../server/request-headers.ts";
import type { CallOwner } from "./call-owner.ts";
import { CooldownWait } from "./cooldown-wait.ts";
import { Hedge } from "./hedge.ts";
import { errorOfNoPlan } from "./error-of-no-plan.ts";
import { errorOfOutcome } from "./error-of-outcome.ts";
import { type BodyOwner, readBody } from "./read-body.ts";
import { PromptBlocks } from "./prompt-blocks.ts";
import { routeFacts } from "./route-facts.ts";
import { UnsupportedFields } from "./unsupported-fields.ts";
import { UpstreamAsk } from "./upstream-ask.ts";
import { UpstreamCall } from "./upstream-call.ts";
import type { Walk, WalkStep } from "./walk.ts";
import { withTimeout } from "./with-timeout.ts";

/** Node writes texts of up to 16 KB, headers included, without a detour. */
const maxTextBytes = 12 * 1024;

/**
 * Carries one request from its headers to its end: reads, plans, and walks the plan's candidates as `nextStep`
 * says. The only retry loop there is. Its environment is taken once; a config change does not touch it.
 */
export class RequestRun implements Deadline, EndableRun, BodyOwner, CallOwner {
  rosterIndex = -1;
  readonly #exchange: Exchange;
  readonly #context: GatewayContext;
  readonly #environment: ActiveEnvironment;
  #key: GatewayKey;
  readonly #headers: RequestHeaders;
  readonly #endpoint: Endpoint;
  #walk: Walk | null = null;
  readonly #history: { candidate: number; readonly outcome: Outcome }[] = [];
  #unsupported: UnsupportedFields | null = null;
  /** null where nothing asks which prompts begin alike. */
  #prompt: PromptBlocks | null = null;
  #call: UpstreamCall | null = null;
  /** Where a second upstream is asked when the first is slow to begin, until one of them has begun. */
  #hedge: Hedge | null = null;
  /** The step being taken, or waited for when there is no call. */
  #step: WalkStep = { candidate: 0, as: "first" };
  /** Outside of a call: when the body, or the pause before a retry, is due. */
  #wakeAtMs: number;
  /** Epoch ms; Infinity: none. */
  #totalDeadlineMs = Number.POSITIVE_INFINITY;
  readonly #wait: CooldownWait;
  /** Why it is being ended from outside. */
  #ending: GatewayError | null = null;

  constructor(
    exchange: Exchange,
    endpoint: Endpoint,
    environment: ActiveEnvironment,
    key: GatewayKey,
    headers: RequestHeaders,
  ) {
    this.#exchange = exchange;
    this.#endpoint = endpoint;
    this.#context = exchange.context;
    this.#environment = environment;
    this.#key = key;
    this.#headers = headers;
    this.#wait = new CooldownWait(exchange, environment.environmentId, headers.timeoutMs);
    this.#wakeAtMs = exchange.account.startedAtMs + exchange.context.options.bodyTimeoutMs;
  }

  begin(): void {
    this.#exchange.watch(this);
    this.#context.deadlines.add(this);
    readBody(this.#exchange.request, this.#context.options.maxBodyBytes, this.#exchange, this);
  }

  get deadlineMs(): number {
    const dueMs = Math.min(this.#call?.wakeAtMs ?? this.#wait.untilMs ?? this.#wakeAtMs, this.#totalDeadlineMs);
    return this.#hedge ? Math.min(dueMs, this.#hedge.deadlineMs) : dueMs;
  }

  deadlinePassed(nowMs: number): void {
    try {
      if (this.#wait.untilMs !== null) this.#goOn();
      else if (!this.#walk) this.#refuseBody(gatewayError("body_timeout", "The body did not arrive in time."));
      else if (!this.#call) this.#takeAgain(this.#walk, nowMs);
      else if (nowMs >= this.#totalDeadlineMs) {
        this.#dropHedge();
        this.#call.fail("total_timeout");
      } else if (this.#hedge) this.#wakeEither(this.#hedge, this.#call, nowMs);
      else this.#call.wake(nowMs);
    } catch (error) {
      this.#break(error);
    }
  }

  /** One of two calls is due, or the second is to be made. */
  #wakeEither(hedge: Hedge, call: UpstreamCall, nowMs: number): void {
    if (nowMs >= hedge.dueAtMs) hedge.send(this, this.#exchange, nowMs);
    else if (hedge.call && nowMs >= hedge.call.wakeAtMs) hedge.call.wake(nowMs);
    else if (nowMs >= call.wakeAtMs) call.wake(nowMs);
  }

  bodyTooLarge(): void {
    const { maxBodyBytes } = this.#context.options;
    this.#refuseBody(gatewayError("body_too_large", `The body is larger than ${maxBodyBytes} bytes.`));
  }

  noRoomForBody(): void {
    const error = gatewayError(
      "gateway_full",
      "The gateway holds as many bytes of requests as it may. Try again shortly.",
    );
    this.#refuseBody({ ...error, retryAfterMs: 1_000 });
  }

  bodyRead(body: Buffer): void {
    if (this.#exchange.settled) return;
    try {
      const parsed = parseRequest(this.#endpoint.request, body);
      if (parsed.ok) return this.#plan(parsed.request, body);
      const { code, message, param } = parsed.problem;
      this.#fail(gatewayError(code, message, param));
    } catch (error) {
      this.#break(error);
    }
  }

  bodyBroken(error: GatewayError): boolean {
    if (this.#walk || this.#exchange.request.complete) return false;
    this.#fail(error);
    return true;
  }

  callerLeft(): void {
    // Nobody is there to be answered, but how it ended is noted.
    this.#endFromOutside(gatewayError("client_closed", "The caller closed the connection."));
  }

  shutDown(): void {
    // Others serve, or this one will again.
    const error = gatewayError("shutting_down", "The gateway is shutting down.");
    this.#endFromOutside({ ...error, retryAfterMs: 1_000 });
  }

  replyComplete(headers: string[], body: Buffer): void {
    const { response } = this.#exchange;
    headers.push("content-length", String(body.length));
    response.writeHead(200, headers);
    // As text, one character a byte, it joins the headers in a single write.
    if (body.length <= maxTextBytes) response.end(body.toString("latin1"), "latin1");
    else response.end(body);
  }

  callBroke(error: unknown): void {
    this.#break(error);
  }

  callCommits(call: object): void {
    const hedge = this.#hedge;
    if (!hedge) return;
    this.#hedge = null;
    const loser = call === hedge.call ? this.#call : hedge.call;
    if (hedge.call && call === hedge.call) this.#goOnWith(hedge, hedge.call);
    loser?.lose();
  }

  callEnded(call: object, outcome: Outcome, said: ApiError | null): void {
    try {
      if (this.#hedge?.call && this.#otherGoesOn(this.#hedge, this.#hedge.call, call, outcome)) return;
      this.#hedge = null;
      this.#afterCall(outcome, said);
    } catch (error) {
      this.#break(error);
    }
  }

  /** The second call is the only one from now on. */
  #goOnWith({ step }: Hedge, call: UpstreamCall): void {
    const { account } = this.#exchange;
    this.#call = call;
    this.#step = step;
    account.upstream = this.#walk?.plan.candidates[step.candidate]?.name ?? account.upstream;
  }

  /** Of two calls one has ended before it began: when it failed the other one goes on; false: that decides the request. */
  #otherGoesOn(hedge: Hedge, second: UpstreamCall, ended: object, outcome: Outcome): boolean {
    this.#hedge = null;
    const first = this.#call;
    const failed = outcome.kind === "failed" && !this.#ending;
    const { candidate } = ended === second ? hedge.step : this.#step;
    if (ended === second && !failed) this.#goOnWith(hedge, second);
    if (failed) {
      this.#history.push({ candidate, outcome });
      if (ended !== second) this.#goOnWith(hedge, second);
    } else (ended === second ? first : second)?.lose();
    return failed;
  }

  #dropHedge(): void {
    const hedge = this.#hedge;
    this.#hedge = null;
    hedge?.call?.lose();
  }

  #afterCall(outcome: Outcome, said: ApiError | null): void {
    const call = this.#call;
    const walk = this.#walk;
    if (!call || !walk) return;
    this.#call = null;
    if (outcome.kind === "completed") return this.#complete();
    if (this.#ending) return this.#fail(this.#ending);
    this.#history.push({ candidate: this.#step.candidate, outcome });
    this.#next(walk, outcome, said, call.committed);
  }

  /** Goes on after an attempt. From the decision to the slot that it takes no other thread comes between. */
  #next(walk: Walk, outcome: Outcome, said: ApiError | null, contentRelayed: boolean): void {
    const { lock } = this.#environment.state;
    lock.take();
    try {
      this.#decideNext(walk, outcome, said, contentRelayed);
    } finally {
      lock.release();
    }
    this.#send();
  }

  #decideNext(walk: Walk, outcome: Outcome, said: ApiError | null, contentRelayed: boolean): void {
    const { account } = this.#exchange;
    const nowMs = this.#context.clock();
    const step = nextStep({
      ...walk,
      state: this.#environment.state,
      attempts: this.#history,
      contentRelayed,
      clientGone: false,
      noFallback: walk.facts.noFallback,
      overrides: this.#context.registry.get(this.#environment.environmentId)?.overrides ?? [],
      elapsedMs: nowMs - account.startedAtMs,
      nowMs,
      random: this.#context.random,
    });
    if (step.kind === "give_up") {
      const error = this.#lastError(walk, outcome, said, nowMs);
      // Only a cooldown is worth waiting for, and only where another attempt is allowed after it.
      const cooling = step.because === "no_candidate_left" && error.code === "upstreams_rate_limited";
      const dueMs = cooling ? error.retryAfterMs : null;
      const { request, route, body } = walk;
      if (this.#wait.begin(dueMs, request.stream, route.timeouts, { by: "step", outcome, said, body })) return;
      account.gaveUp = step.because;
      return this.#fail(error);
    }
    this.#step = { candidate: step.candidate, as: step.as };
    this.#wakeAtMs = nowMs + step.delayMs;
    if (step.delayMs === 0) this.#take(walk);
  }

  /** Of rate-limited upstreams the first to be due again tells the caller when, and not the one that was asked last. */
  #lastError(walk: Walk, outcome: Outcome, said: ApiError | null, nowMs: number): GatewayError {
    const { upstream: name } = this.#exchange.account;
    const asked = walk.table.upstreams.find((upstream) => upstream.name === name);
    const error = errorOfOutcome(outcome, asked ?? { name: "", upstreamModel: null }, said);
    if (error.code !== "upstreams_rate_limited" || walk.facts.noFallback) return error;
    const dueMs = dueAgainMs({ ...walk, state: this.#environment.state, nowMs });
    return { ...error, retryAfterMs: dueMs === 0 ? null : (dueMs ?? error.retryAfterMs) };
  }

  #plan(request: ApiRequest, body: Buffer): void {
    const { state, table, readsPrompts } = this.#environment;
    const { lock } = state;
    if (readsPrompts) this.#prompt ??= new PromptBlocks(body, request, this.#headers.complexity);
    const facts = this.#facts(request);
    // Before the lock: a long prompt takes as long to read as many decisions.
    if (table && readsPrompts) readPromptAhead({ table, state, request: facts });
    lock.take();
    try {
      this.#decide(request, body, facts);
    } finally {
      lock.release();
    }
    this.#send();
  }

  #facts(request: ApiRequest): RouteRequest {
    return routeFacts(
      this.#endpoint,
      request,
      this.#headers,
      this.#exchange.request.headers,
      this.#key,
      this.#environment.matchedHeaders,
      this.#exchange.account.gatewayRegion,
      this.#unsupported?.byUpstream,
      this.#prompt,
    );
  }

  #decide(request: ApiRequest, body: Buffer, facts: RouteRequest): void {
    const environment = this.#environment;
    const { account } = this.#exchange;
    const nowMs = this.#context.clock();
    account.stream = request.stream;
    account.requestedModel = request.model;
    const { table, state, overrides } = environment;
    if (!table) return this.#fail(gatewayError("not_configured", "No routing config is published here yet."));
    const planned = planRequest({ table, state, request: facts, overrides, nowMs, random: this.#context.random });
    account.plan = planned.kind === "plan" ? planned.plan : planned.why;
    if (planned.kind === "none") return this.#withoutPlan(planned.why, table, request, body);
    const { plan } = planned;
    const ask = expectedTokens(facts, state.expectedOutputTokens);
    const usage = state.routeUsage(table, plan.route);
    const reached = this.#exchange.limits.reserve(usage, ask, { plan, table }, nowMs);
    const route = withTimeout(planned.route, this.#headers.timeoutMs);
    account.route = route.name;
    if (reached) return this.#refuse(reached);
    const budget = environment.budgets.get(route.name);
    if (!budget) throw new Error(`The route ${route.name} has no retry budget.`);
    if (!this.#walk) budget.deposit(nowMs);
    this.#totalDeadlineMs = account.startedAtMs + (route.timeouts.totalMs ?? Number.POSITIVE_INFINITY);
    this.#walk = {
      environment,
      table,
      route,
      plan,
      facts,
      affinity: planned.affinity,
      ask,
      endpoint: this.#endpoint,
      request,
      body,
      dropUnsupported: this.#headers.dropUnsupported,
      budget,
    };
    this.#take(this.#walk);
  }

  #withoutPlan(why: NoPlan, { routes }: RoutingTable, request: ApiRequest, body: Buffer): void {
    if (why.kind !== "unknown_model") this.#exchange.account.route = why.route;
    if (why.kind === "none_available" && why.skipped.some(({ reason }) => isTimeToWait(reason))) {
      const route = routes.find(({ name }) => name === why.route);
      const dueMs = why.retryAfterMs;
      if (route && this.#wait.begin(dueMs, request.stream, route.timeouts, { by: "plan", request, body })) return;
    }
    const nobody = why.kind === "no_eligible_upstream" ? this.#unsupported?.error(why.route) : null;
    this.#fail(nobody ?? errorOfNoPlan(why));
  }

  #goOn(): void {
    const resumption = this.#wait.end();
    const now = this.#context.registry.nowOf(this.#key, this.#context.clock());
    if (now.kind !== "match") return this.#fail(errorOfKey[now.kind]);
    this.#key = now.key;
    if (resumption?.by === "plan") this.#plan(resumption.request, resumption.body);
    else if (resumption && this.#walk) this.#next(this.#walk, resumption.outcome, resumption.said, false);
  }

  /** After a pause: others may have taken meanwhile what the upstream had left. */
  #takeAgain(walk: Walk, nowMs: number): void {
    const index = walk.plan.candidates[this.#step.candidate]?.upstream ?? -1;
    const last = this.#history.at(-1);
    const { state } = this.#environment;
    state.lock.take();
    try {
      if (!last || state.hasRoom(index, walk.ask, nowMs, walk.table)) this.#take(walk);
      else this.#decideNext(walk, last.outcome, null, false);
    } finally {
      state.lock.release();
    }
    this.#send();
  }

  /** Takes the slot of a step; `#send` makes use of it. */
  #take(walk: Walk): void {
    const { candidate, as } = this.#step;
    const index = walk.plan.candidates[candidate]?.upstream ?? -1;
    const upstream = walk.table.upstreams[index];
    if (!upstream) throw new Error(`The plan has no candidate ${candidate}.`);
    const ask = new UpstreamAsk(this.#exchange, walk, upstream, index);
    const problem = ask.prepare();
    if (problem) return this.#passOver(walk, ask, problem);
    const { account } = this.#exchange;
    account.upstream = upstream.name;
    account.attemptsBegun += 1;
    this.#call = new UpstreamCall(this, this.#exchange, walk, as, ask);
    if (walk.route.hedge && as === "first") this.#hedge = Hedge.of(walk, candidate, this.#context.clock());
  }

  #send(): void {
    this.#call?.begin();
  }

  /** An upstream has no word for something of the request: it goes on as if that had been known when it was planned. */
  #passOver(walk: Walk, ask: UpstreamAsk, problem: ApiError): void {
    this.#unsupported ??= new UnsupportedFields(problem);
    this.#unsupported.add(ask, walk, problem);
    const last = this.#history.at(-1);
    if (!last) return this.#decide(walk.request, walk.body, this.#facts(walk.request));
    const plan = this.#unsupported.without(walk.plan);
    const rest: Walk = { ...walk, plan };
    this.#walk = rest;
    this.#exchange.account.plan = plan;
    for (const attempt of this.#history) {
      const tried = walk.plan.candidates[attempt.candidate];
      attempt.candidate = plan.candidates.findIndex((each) => each === tried);
    }
    walk.budget.giveBack(this.#context.clock());
    this.#decideNext(rest, last.outcome, null, false);
  }

  #complete(): void {
    const { response } = this.#exchange;
    if (!response.writableEnded) response.end();
    this.#context.deadlines.remove(this);
    this.#exchange.settle("completed", 200, null);
  }

  #endFromOutside(error: GatewayError): void {
    try {
      this.#ending = error;
      this.#dropHedge();
      if (this.#call) this.#call.cancel();
      else {
        const late = this.#walk !== null || this.#wait.untilMs !== null;
        if (late && error.code === "client_closed") this.#exchange.account.gaveUp = "client_gone";
        this.#fail(error);
      }
    } catch (fault) {
      this.#break(fault);
    }
  }

  #refuse(reached: ScopedLimitReached): void {
    this.#context.deadlines.remove(this);
    this.#exchange.failByLimit(reached);
  }

  #refuseBody(error: GatewayError): void {
    this.#context.deadlines.remove(this);
    this.#exchange.refuseBody(error);
  }

  /** A fault of the gateway itself: the upstream is let go and its slot freed, and this request alone pays for it. */
  #break(error: unknown): void {
    this.#context.deadlines.remove(this);
    this.#wait.end();
    const call = this.#call;
    this.#call = null;
    try {
      this.#dropHedge();
      call?.cancel();
    } catch (another) {
      this.#exchange.breakOff(another);
    }
    this.#exchange.breakOff(error);
  }

  #fail(error: GatewayError): void {
    this.#context.deadlines.remove(this);
    this.#wait.end();
    this.#exchange.fail(error);
  }
}
