import type { EjectionPlace, RouteEjections } from "../health/route-ejections.ts";
import { UpstreamHealth } from "../health/upstream-health.ts";
import { LatencyModel } from "../latency/latency-model.ts";
import type { MinuteMeter } from "../limits/minute-meter.ts";
import { ScopeUsage } from "../limits/scope-usage.ts";
import { nothingUsed, type UsageAmount, type UsageReservation } from "../limits/usage-reservation.ts";
import type { UpstreamLive } from "../live-view.ts";
import type { Outcome } from "../outcome.ts";
import type { Upstream } from "../routing-table.ts";

/** One attempt in flight. Handed out by `RoutingState.begin`, given back once to `end`; opaque to everyone else. */
export type AttemptTicket = {
  readonly upstream: UpstreamState;
  /** What it has set aside of the upstream's limits; null where there are none. */
  readonly reserved: UsageReservation | null;
  readonly counted: MinuteMeter | null;
  readonly estimatedTokens: number;
  readonly inputTokens: number;
  readonly begunAtMs: number;
  /** This attempt shows whether the upstream has recovered. */
  probe: boolean;
  firstTokenSeen: boolean;
  ended: boolean;
};

/** What an attempt has used up. */
export type AttemptUsage = UsageAmount & {
  /** It reached the upstream, and counts there. */
  readonly sent: boolean;
};

function settle({ reserved, counted, begunAtMs }: AttemptTicket, used: AttemptUsage, nowMs: number): void {
  reserved?.reconcile(used, nowMs);
  if (!used.sent) counted?.correct(-1, begunAtMs, nowMs);
}

function usedBy(outcome: Outcome): AttemptUsage {
  if (outcome.kind !== "completed")
    return { ...nothingUsed, sent: outcome.kind !== "failed" || outcome.cause !== "connect" };
  return { tokens: outcome.inputTokens + outcome.outputTokens, nanoUsd: 0, sent: true };
}

/** The live state of one upstream: what is in flight, how fast it is, how healthy. */
export class UpstreamState {
  readonly latency = new LatencyModel();
  readonly health: UpstreamHealth;
  /** Against the upstream's limits. */
  readonly usage: ScopeUsage;
  /** There is a limit to look at. */
  limited = false;
  inFlight = 0;
  outstandingTokens = 0;
  /** Prompt tokens sent whose reply has not begun. */
  waitingTokens = 0;
  /** Attempts begun since the last `takeAttempts`. */
  attempts = 0;
  /** When an attempt was last begun, epoch ms; -Infinity if never. */
  begunAtMs = Number.NEGATIVE_INFINITY;
  /** Its places in the routes that eject outliers. */
  ejections: readonly { readonly route: RouteEjections; readonly place: EjectionPlace }[] = [];
  /** The attempt that shows whether it has recovered. */
  #probe: AttemptTicket | null = null;

  constructor(upstream: Upstream, usage = new ScopeUsage()) {
    this.health = new UpstreamHealth(upstream);
    this.usage = usage;
    this.limit(upstream.limits);
  }

  /** Holds to these limits from now on. */
  limit(limits: Upstream["limits"]): void {
    this.limited = limits !== undefined;
    this.usage.adopt(limits ?? {});
  }

  get probing(): boolean {
    return this.#probe !== null;
  }

  /** It may have recovered, from an open breaker or from an ejection, and no attempt is finding out yet. */
  recovering(nowMs: number): boolean {
    return this.#probe === null && (this.health.breakerAt(nowMs).kind === "half_open" || this.#onProbation(nowMs));
  }

  begin(
    estimatedTokens: number,
    inputTokens: number,
    nowMs: number,
    amount: UsageAmount = { tokens: estimatedTokens, nanoUsd: 0 },
  ): AttemptTicket {
    const probe = this.recovering(nowMs);
    const counted = this.limited ? this.usage.requests : null;
    counted?.add(1, nowMs);
    const ticket: AttemptTicket = {
      upstream: this,
      reserved: this.limited ? this.usage.reserve(amount, nowMs) : null,
      counted,
      estimatedTokens,
      inputTokens,
      begunAtMs: nowMs,
      probe,
      firstTokenSeen: false,
      ended: false,
    };
    if (probe) this.#probe = ticket;
    this.inFlight++;
    this.outstandingTokens += estimatedTokens;
    this.waitingTokens += inputTokens;
    this.attempts++;
    this.begunAtMs = nowMs;
    this.health.begin(probe, nowMs);
    return ticket;
  }

  /** A probe has succeeded with its first token: a recovered upstream need not wait for the end of a long stream. */
  firstToken(ticket: AttemptTicket, nowMs: number): void {
    if (ticket.ended || ticket.firstTokenSeen) return;
    ticket.firstTokenSeen = true;
    this.#beginsToReply(ticket);
    this.latency.learnFirstToken(ticket.inputTokens, nowMs - ticket.begunAtMs, nowMs);
    if (!ticket.probe) return;
    this.health.succeed(true, nowMs);
    this.#probeSucceeded(ticket, nowMs);
  }

  /** Frees the slot and learns. False, and nothing done, when the ticket had ended before. */
  end(ticket: AttemptTicket, outcome: Outcome, nowMs: number, random: () => number, used?: AttemptUsage): boolean {
    if (ticket.ended) return false;
    ticket.ended = true;
    this.inFlight--;
    if (ticket.reserved || ticket.counted) settle(ticket, used ?? usedBy(outcome), nowMs);
    if (!ticket.firstTokenSeen) this.#beginsToReply(ticket);
    // Estimates may be fractions: without anything in flight nothing is outstanding, whatever rounding left.
    this.outstandingTokens = this.inFlight === 0 ? 0 : Math.max(0, this.outstandingTokens - ticket.estimatedTokens);
    if (this.inFlight === 0) this.waitingTokens = 0;
    const failuresBefore = this.health.consecutiveFailures;
    this.latency.learn(outcome, ticket.inputTokens, ticket.firstTokenSeen, nowMs);
    this.health.settle(outcome, ticket.probe, nowMs, random);
    if (outcome.kind === "completed") {
      if (ticket.probe) this.#probeSucceeded(ticket, nowMs);
    } else if (outcome.kind === "failed") {
      const failed = this.health.consecutiveFailures > failuresBefore;
      for (const { route, place } of this.ejections) {
        if (ticket.probe && failed) route.probeFailed(place, nowMs, random);
        route.consider(place, nowMs, random);
      }
    }
    this.#release(ticket);
    return true;
  }

  /** A snapshot for people and dashboards. */
  view(nowMs: number): UpstreamLive {
    let ejectedUntilMs = 0;
    for (const { place } of this.ejections) ejectedUntilMs = Math.max(ejectedUntilMs, place.untilMs);
    const { cooldownUntilMs, misconfigured } = this.health;
    return {
      inFlight: this.inFlight,
      outstandingTokens: this.outstandingTokens,
      firstTokenMs: this.latency.firstTokenMsAt(nowMs),
      perTokenMs: this.latency.perTokenMsAt(nowMs),
      health: {
        breaker: this.health.breakerAt(nowMs),
        ejectedUntilMs: ejectedUntilMs > nowMs ? ejectedUntilMs : 0,
        cooldownUntilMs: cooldownUntilMs > nowMs ? cooldownUntilMs : 0,
        misconfigured,
        warmth: this.health.warmthAt(nowMs),
      },
    };
  }

  #beginsToReply({ inputTokens }: AttemptTicket): void {
    this.waitingTokens = Math.max(0, this.waitingTokens - inputTokens);
  }

  #onProbation(nowMs: number): boolean {
    for (const { place } of this.ejections) if (place.untilMs !== 0 && place.untilMs <= nowMs) return true;
    return false;
  }

  #probeSucceeded(ticket: AttemptTicket, nowMs: number): void {
    for (const { route, place } of this.ejections) route.probeSucceeded(place, nowMs);
    this.health.recover(nowMs);
    this.#release(ticket);
  }

  #release(ticket: AttemptTicket): void {
    ticket.probe = false;
    if (this.#probe === ticket) this.#probe = null;
  }
}
