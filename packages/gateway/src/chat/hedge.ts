import { hedgeDelayMs, hedgeStep, neverHedged } from "@meridian/routing";
import type { Exchange } from "../server/exchange.ts";
import type { CallOwner } from "./call-owner.ts";
import { UpstreamAsk } from "./upstream-ask.ts";
import { UpstreamCall } from "./upstream-call.ts";
import type { Walk, WalkStep } from "./walk.ts";

/** The second call of a stream that is slow to begin: who begins first answers, the other is let go. */
export class Hedge {
  /** When it is to be made, epoch ms; Infinity: it has been, or nobody could be asked. */
  dueAtMs: number;
  /** null: it is not being made. */
  call: UpstreamCall | null = null;
  step: WalkStep = { candidate: -1, as: "hedge" };
  readonly #walk: Walk;
  /** Whom the first call asks. */
  readonly #first: number;

  constructor(walk: Walk, first: number, dueAtMs: number) {
    this.#walk = walk;
    this.#first = first;
    this.dueAtMs = dueAtMs;
  }

  /** Of a request's first call; null where there is to be no second: nothing that calls tools is asked twice. */
  static of(walk: Walk, candidate: number, nowMs: number): Hedge | null {
    const { route, facts, plan, environment } = walk;
    if (!route.hedge || neverHedged(facts, plan) !== null) return null;
    const context = { ...walk, state: environment.state };
    const delayMs = hedgeDelayMs(context, route.hedge, candidate, facts.inputTokens, nowMs);
    return delayMs === null ? null : new Hedge(walk, candidate, nowMs + delayMs);
  }

  get deadlineMs(): number {
    return this.call?.wakeAtMs ?? this.dueAtMs;
  }

  /** Asks somebody else too, if there is somebody to ask. No other thread comes between the decision and the slot. */
  send(owner: CallOwner, exchange: Exchange, nowMs: number): void {
    this.dueAtMs = Number.POSITIVE_INFINITY;
    const { lock } = this.#walk.environment.state;
    lock.take();
    try {
      this.#take(owner, exchange, nowMs);
    } finally {
      lock.release();
    }
    this.call?.begin();
  }

  #take(owner: CallOwner, exchange: Exchange, nowMs: number): void {
    const walk = this.#walk;
    const { environment, plan, table } = walk;
    const { context, account } = exchange;
    const overrides = context.registry.get(environment.environmentId)?.overrides ?? [];
    const candidate = hedgeStep({ ...walk, state: environment.state, waitingFor: this.#first, overrides, nowMs });
    const index = candidate === null ? -1 : (plan.candidates[candidate]?.upstream ?? -1);
    const upstream = table.upstreams[index];
    if (candidate === null || !upstream) return;
    // What belongs together stays with the first.
    const ask = new UpstreamAsk(exchange, { ...walk, affinity: null }, upstream, index);
    if (ask.prepare()) return;
    account.attemptsBegun += 1;
    this.step = { candidate, as: "hedge" };
    this.call = new UpstreamCall(owner, exchange, { ...walk, affinity: null }, "hedge", ask);
  }
}
