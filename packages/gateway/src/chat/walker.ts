import type { ApiError } from "@meridian/chat-protocol";
import { dueAgainMs, nextStep, type Outcome } from "@meridian/routing";
import type { GatewayError } from "../errors.ts";
import type { Exchange } from "../server/exchange.ts";
import type { CallOwner } from "./call-owner.ts";
import type { CooldownWait } from "./cooldown-wait.ts";
import { errorOfOutcome } from "./error-of-outcome.ts";
import { Hedge } from "./hedge.ts";
import { UnsupportedFields } from "./unsupported-fields.ts";
import { UpstreamAsk } from "./upstream-ask.ts";
import { UpstreamCall } from "./upstream-call.ts";
import type { Walk, WalkStep } from "./walk.ts";

/** Whose request it is. */
export interface WalkerOwner {
  /** The caller has the whole reply. */
  walkCompleted(): void;
  walkFailed(error: GatewayError): void;
  /** The gateway itself failed on the way. */
  walkBroke(error: unknown): void;
  /** Nobody was asked yet, and one of the plan cannot be: `unsupported` says why. The plan is to be made without. */
  walkAnew(walk: Walk): void;
}

type Tried = { readonly candidate: number; readonly outcome: Outcome };

const nobodyTried: readonly Tried[] = [];

const firstStep: WalkStep = { candidate: 0, as: "first" };

/**
 * Walks the candidates of a request's plan as `nextStep` says: calls them one after the other, or a second beside a slow
 * one. The only retry loop there is.
 */
export class Walker implements CallOwner {
  /** What upstreams of the plan had no word for. */
  unsupported: UnsupportedFields | null = null;
  readonly #owner: WalkerOwner;
  readonly #exchange: Exchange;
  readonly #wait: CooldownWait;
  #walk: Walk;
  #history = nobodyTried;
  #call: UpstreamCall | null = null;
  /** Where a second upstream is asked when the first is slow to begin, until one of them has begun. */
  #hedge: Hedge | null = null;
  /** The step being taken, or waited for when there is no call. */
  #step = firstStep;
  /** When the pause before a retry ends, epoch ms. */
  #resumeAtMs = Number.POSITIVE_INFINITY;
  /** Epoch ms; Infinity: none. */
  #totalDeadlineMs = Number.POSITIVE_INFINITY;
  /** Why it is being ended from outside. */
  #ending: GatewayError | null = null;

  constructor(owner: WalkerOwner, exchange: Exchange, wait: CooldownWait, walk: Walk) {
    this.#owner = owner;
    this.#exchange = exchange;
    this.#wait = wait;
    this.#walk = walk;
  }

  /** Takes the slot of a plan's first candidate; `send` makes use of it. */
  begin(walk: Walk): void {
    const { timeouts } = walk.route;
    this.#walk = walk;
    this.#totalDeadlineMs = this.#exchange.account.startedAtMs + (timeouts.totalMs ?? Number.POSITIVE_INFINITY);
    this.#take();
  }

  /** Sends what a slot was taken for, outside of the lock. */
  send(): void {
    this.#call?.begin();
  }

  get deadlineMs(): number {
    const dueMs = Math.min(this.#call?.wakeAtMs ?? this.#wait.untilMs ?? this.#resumeAtMs, this.#totalDeadlineMs);
    return this.#hedge ? Math.min(dueMs, this.#hedge.deadlineMs) : dueMs;
  }

  deadlinePassed(nowMs: number): void {
    if (!this.#call) this.#takeAgain(nowMs);
    else if (nowMs >= this.#totalDeadlineMs) {
      this.#dropHedge();
      this.#call.fail("total_timeout");
    } else if (this.#hedge) this.#wakeEither(this.#hedge, this.#call, nowMs);
    else this.#call.wake(nowMs);
  }

  /** Goes on after an attempt. From the decision to the slot that it takes no other thread comes between. */
  next(outcome: Outcome, said: ApiError | null, contentRelayed: boolean): void {
    const { lock } = this.#walk.environment.state;
    lock.take();
    try {
      this.#decideNext(outcome, said, contentRelayed);
    } finally {
      lock.release();
    }
    this.send();
  }

  /** Ends it from outside: the owner hears of it by `walkFailed`. False when nobody was being called. */
  end(why: GatewayError): boolean {
    this.#ending = why;
    this.#dropHedge();
    if (!this.#call) return false;
    this.#call.cancel();
    return true;
  }

  /** Lets upstreams go and frees their slots, without a word to the owner. */
  letGo(): void {
    const call = this.#call;
    this.#call = null;
    this.#dropHedge();
    call?.cancel();
  }

  callBroke(error: unknown): void {
    this.#owner.walkBroke(error);
  }

  callCommits(call: object): void {
    const hedge = this.#hedge;
    if (!hedge) return;
    this.#hedge = null;
    const loser = call === hedge.call ? this.#call : hedge.call;
    if (hedge.call && call === hedge.call) this.#goOnWith(hedge, hedge.call);
    loser?.outrun();
  }

  callEnded(call: object, outcome: Outcome, said: ApiError | null): void {
    try {
      if (this.#hedge?.call && this.#otherGoesOn(this.#hedge, this.#hedge.call, call, outcome)) return;
      this.#hedge = null;
      this.#afterCall(outcome, said);
    } catch (error) {
      this.#owner.walkBroke(error);
    }
  }

  /** One of two calls is due, or the second is to be made. */
  #wakeEither(hedge: Hedge, call: UpstreamCall, nowMs: number): void {
    if (nowMs >= hedge.dueAtMs) hedge.send(this, this.#exchange, nowMs);
    else if (hedge.call && nowMs >= hedge.call.wakeAtMs) hedge.call.wake(nowMs);
    else if (nowMs >= call.wakeAtMs) call.wake(nowMs);
  }

  /** The second call is the only one from now on. */
  #goOnWith({ step }: Hedge, call: UpstreamCall): void {
    const { account } = this.#exchange;
    this.#call = call;
    this.#step = step;
    account.upstream = this.#walk.plan.candidates[step.candidate]?.name ?? account.upstream;
  }

  /** Of two calls one has ended before it began: when it failed the other one goes on; false: that decides the request. */
  #otherGoesOn(hedge: Hedge, second: UpstreamCall, ended: object, outcome: Outcome): boolean {
    this.#hedge = null;
    const first = this.#call;
    const failed = outcome.kind === "failed" && !this.#ending;
    const { candidate } = ended === second ? hedge.step : this.#step;
    if (ended === second && !failed) this.#goOnWith(hedge, second);
    if (failed) {
      this.#tried(candidate, outcome);
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
    if (!call) return;
    this.#call = null;
    if (outcome.kind === "completed") return this.#owner.walkCompleted();
    if (this.#ending) return this.#owner.walkFailed(this.#ending);
    this.#tried(this.#step.candidate, outcome);
    this.next(outcome, said, call.committed);
  }

  #tried(candidate: number, outcome: Outcome): void {
    this.#history = [...this.#history, { candidate, outcome }];
  }

  #decideNext(outcome: Outcome, said: ApiError | null, contentRelayed: boolean): void {
    const { context, account } = this.#exchange;
    const walk = this.#walk;
    const { environment } = walk;
    const nowMs = context.clock();
    const step = nextStep({
      ...walk,
      state: environment.state,
      attempts: this.#history,
      contentRelayed,
      clientGone: false,
      noFallback: walk.facts.noFallback,
      overrides: context.registry.get(environment.environmentId)?.overrides ?? [],
      elapsedMs: nowMs - account.startedAtMs,
      nowMs,
      random: context.random,
    });
    if (step.kind === "give_up") {
      const error = this.#lastError(outcome, said, nowMs);
      // Only a cooldown is worth waiting for, and only where another attempt is allowed after it.
      const cooling = step.because === "no_candidate_left" && error.code === "upstreams_rate_limited";
      const dueMs = cooling ? error.retryAfterMs : null;
      const { request, route, body } = walk;
      if (this.#wait.begin(dueMs, request.stream, route.timeouts, { by: "step", outcome, said, body })) return;
      account.gaveUp = step.because;
      return this.#owner.walkFailed(error);
    }
    this.#step = { candidate: step.candidate, as: step.as };
    this.#resumeAtMs = nowMs + step.delayMs;
    if (step.delayMs === 0) this.#take();
  }

  /** Of rate-limited upstreams the first to be due again tells the caller when, and not the one that was asked last. */
  #lastError(outcome: Outcome, said: ApiError | null, nowMs: number): GatewayError {
    const walk = this.#walk;
    const { upstream: name } = this.#exchange.account;
    const asked = walk.table.upstreams.find((upstream) => upstream.name === name);
    const error = errorOfOutcome(outcome, asked ?? { name: "", upstreamModel: null }, said);
    if (error.code !== "upstreams_rate_limited" || walk.facts.noFallback) return error;
    const dueMs = dueAgainMs({ ...walk, state: walk.environment.state, nowMs });
    return { ...error, retryAfterMs: dueMs === 0 ? null : (dueMs ?? error.retryAfterMs) };
  }

  /** After a pause: others may have taken meanwhile what the upstream had left. */
  #takeAgain(nowMs: number): void {
    const { plan, ask, table, environment } = this.#walk;
    const index = plan.candidates[this.#step.candidate]?.upstream ?? -1;
    const last = this.#history.at(-1);
    const { state } = environment;
    state.lock.take();
    try {
      if (!last || state.hasRoom(index, ask, nowMs, table)) this.#take();
      else this.#decideNext(last.outcome, null, false);
    } finally {
      state.lock.release();
    }
    this.send();
  }

  /** Takes the slot of a step; `send` makes use of it. */
  #take(): void {
    const walk = this.#walk;
    const { candidate, as } = this.#step;
    const index = walk.plan.candidates[candidate]?.upstream ?? -1;
    const upstream = walk.table.upstreams[index];
    if (!upstream) throw new Error(`The plan has no candidate ${candidate}.`);
    const ask = new UpstreamAsk(this.#exchange, walk, upstream, index);
    const problem = ask.prepare();
    if (problem) return this.#passOver(ask, problem);
    const { account, context } = this.#exchange;
    account.upstream = upstream.name;
    account.attemptsBegun += 1;
    this.#call = new UpstreamCall(this, this.#exchange, walk, as, ask);
    if (walk.route.hedge && as === "first") this.#hedge = Hedge.of(walk, candidate, context.clock());
  }

  /** An upstream has no word for something of the request: it goes on as if that had been known when it was planned. */
  #passOver(ask: UpstreamAsk, problem: ApiError): void {
    const walk = this.#walk;
    this.unsupported ??= new UnsupportedFields(problem);
    this.unsupported.add(ask, walk, problem);
    const last = this.#history.at(-1);
    if (!last) return this.#owner.walkAnew(walk);
    const plan = this.unsupported.without(walk.plan);
    this.#walk = { ...walk, plan };
    const { account, context } = this.#exchange;
    account.plan = plan;
    this.#history = this.#history.map(({ candidate, outcome }) => ({
      candidate: plan.candidates.findIndex((each) => each === walk.plan.candidates[candidate]),
      outcome,
    }));
    walk.budget.giveBack(context.clock());
    this.#decideNext(last.outcome, null, false);
  }
}
