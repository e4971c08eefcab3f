import type { EngineReading } from "../engine/engine-reading.ts";
import type { EngineSigns, EngineTicket } from "../engine/engine-signs.ts";
import { textNumber } from "../affinity/text-number.ts";
import type { EjectionPlace, RouteEjections } from "../health/route-ejections.ts";
import { UpstreamHealth } from "../health/upstream-health.ts";
import { LatencyModel } from "../latency/latency-model.ts";
import { type AttemptUsage, settleUsage, usedBy } from "../limits/attempt-usage.ts";
import type { MinuteMeter } from "../limits/minute-meter.ts";
import { ScopeUsage } from "../limits/scope-usage.ts";
import type { UsageAmount, UsageReservation } from "../limits/usage-reservation.ts";
import type { Outcome } from "../outcome.ts";
import { PeerLoad, type UpstreamLoad } from "../peers/peer-load.ts";
import type { SentPrompts } from "../peers/sent-prompts.ts";
import type { PrefixIndex, Recalled } from "../prefix/prefix-index.ts";
import type { PromptText } from "../prefix/prompt-prefix.ts";
import type { Upstream } from "../routing-table.ts";
import type { OutcomeGauge } from "../rules/outcome-gauge.ts";
import { localMemory, type StateMemory, zeros } from "./state-memory.ts";
import { TokensInFlight, tokensInFlightLength } from "./tokens-in-flight.ts";

/** One attempt in flight. Handed out by `RoutingState.begin`, given back once to `end`; opaque to everyone else. */
export type AttemptTicket = {
  readonly upstream: UpstreamState;
  /** What it has set aside of the upstream's limits; null where there are none. */
  readonly reserved: UsageReservation | null;
  readonly counted: MinuteMeter | null;
  readonly estimatedTokens: number;
  readonly inputTokens: number;
  /** Those of them that are not in the upstream's cache. */
  readonly uncachedTokens: number;
  /** What was remembered of its prompt; null: what it finds cached teaches nothing. */
  readonly recalled: Recalled | null;
  /** null where no policy asks how its engine does. */
  readonly engine: EngineTicket | null;
  readonly begunAtMs: number;
  /** This attempt shows whether the upstream has recovered. */
  probe: boolean;
  firstTokenSeen: boolean;
  ended: boolean;
};

/** Where its numbers stand. Those of its health, its speed, and of each thread's own part of the tokens follow. */
const [tokensAt, attemptsAt, begunAt, probingAt, peersAt] = [0, 3, 4, 5, 6] as const;
const healthAt = peersAt + PeerLoad.initial.length;

/** Blocks of engines and of the index do not end alike: so much of what was recalled, beyond what others share, is all of it. */
const foundShare = 0.5;

/** The live state of one upstream: what is in flight, how fast it is, how healthy. */
export class UpstreamState {
  readonly latency: LatencyModel;
  readonly health: UpstreamHealth;
  /** What other gateways have here. */
  readonly peers: PeerLoad;
  /** What is in flight, and what counts against the upstream's limits. */
  readonly usage: ScopeUsage;
  /** There is a limit to look at beside that of requests in flight. */
  limited = false;
  /** How its engine does; null where no policy asks. */
  engine: EngineSigns | null = null;
  /** What its engine says of itself; null where it is not asked. */
  reading: EngineReading | null = null;
  /** Which prompts it has probably cached; null where nothing asks. */
  prefixes: PrefixIndex | null = null;
  /** Where prompts are gathered that others are to know of; null: nobody asks. */
  sent: SentPrompts | null = null;
  /** What rules gather of its attempts. */
  gauges: OutcomeGauge[] = [];
  /** Its places in the routes that eject outliers. */
  ejections: readonly { readonly route: RouteEjections; readonly place: EjectionPlace }[] = [];
  /** Its replies say how much of their prompts was cached: nothing is a word of theirs, too. */
  #saysCached = false;
  readonly numbers: Float64Array;
  /** Stands for its name where homes are remembered. */
  readonly number: number;
  readonly #tokens: TokensInFlight;
  /** What stands for an attempt of this thread; 0 is none. */
  readonly #me: number;

  /** `name`: of its numbers in `memory`. */
  constructor(upstream: Upstream, usage = new ScopeUsage(), memory: StateMemory = localMemory, name = "") {
    const health = UpstreamHealth.initial(upstream);
    const latencyAt = healthAt + health.length;
    const threadsAt = latencyAt + LatencyModel.initial.length;
    const own = [0, 0, 0, 0, Number.NEGATIVE_INFINITY, 0];
    const numbers = memory.numbers(name, [
      ...own,
      ...PeerLoad.initial,
      ...health,
      ...LatencyModel.initial,
      ...zeros(memory.threads * tokensInFlightLength),
    ]);
    this.numbers = numbers;
    this.number = textNumber(name);
    const tokens = numbers.subarray(tokensAt, tokensAt + tokensInFlightLength);
    this.#tokens = new TokensInFlight(tokens, numbers.subarray(threadsAt), memory.thread);
    this.#me = memory.thread + 2;
    this.peers = new PeerLoad(numbers.subarray(peersAt, healthAt));
    this.health = new UpstreamHealth(upstream, numbers.subarray(healthAt, latencyAt));
    this.latency = new LatencyModel(numbers.subarray(latencyAt, threadsAt));
    this.usage = usage;
    this.limit(upstream);
  }

  get inFlight(): number {
    return this.usage.inFlight;
  }

  get outstandingTokens(): number {
    return this.#tokens.outstanding;
  }

  /** Prompt tokens sent, beyond what is cached, whose reply has not begun. */
  get waitingTokens(): number {
    return this.#tokens.waiting;
  }

  /** Of those, what the engine has probably not read yet. Only meaningful where there is `engine`. */
  unreadTokens(nowMs: number): number {
    return this.#tokens.unread + (this.engine?.drainingTokens(nowMs) ?? 0);
  }

  /** What this gateway has here, for others. */
  load(nowMs: number): UpstreamLoad {
    const { number, inFlight, outstandingTokens } = this;
    const oldestMs = this.engine?.line.oldestMs ?? null;
    const oldestWaitMs = oldestMs === null ? -1 : Math.max(0, nowMs - oldestMs);
    return { upstream: number, inFlight, outstandingTokens, unreadTokens: this.unreadTokens(nowMs), oldestWaitMs };
  }

  /** When an attempt was last begun, epoch ms; -Infinity if never. */
  get begunAtMs(): number {
    return this.numbers[begunAt]!;
  }

  /** Attempts begun since the last call. */
  takeAttempts(): number {
    const attempts = this.numbers[attemptsAt]!;
    this.numbers[attemptsAt] = 0;
    return attempts;
  }

  /** A thread has broken: what it had in flight here is not in flight any more, and teaches nothing. */
  loseThread(thread: number, nowMs: number): void {
    const { numbers } = this;
    this.usage.loseThread(thread);
    this.engine?.line.loseThread(thread + 2);
    this.#tokens.loseThread(thread);
    if (numbers[probingAt] !== thread + 2) return;
    numbers[probingAt] = 0;
    this.health.probeLost(nowMs);
  }

  /** Holds to these limits from now on. */
  limit({ limits, maxInFlight }: Upstream): void {
    this.limited = limits !== undefined;
    this.usage.adopt(maxInFlight === null ? (limits ?? {}) : { ...limits, inFlight: maxInFlight });
  }

  get probing(): boolean {
    return this.numbers[probingAt] !== 0;
  }

  /** It may have recovered, from an open breaker or from an ejection, and no attempt is finding out yet. */
  recovering(nowMs: number): boolean {
    return !this.probing && (this.health.breakerAt(nowMs).kind === "half_open" || this.#onProbation(nowMs));
  }

  begin(
    estimatedTokens: number,
    inputTokens: number,
    nowMs: number,
    amount: UsageAmount = { tokens: estimatedTokens, nanoUsd: 0 },
    stream = true,
    prompt: PromptText | null = null,
  ): AttemptTicket {
    const probe = this.recovering(nowMs);
    const recalled = this.prefixes && prompt ? this.prefixes.recall(prompt.prefix()) : null;
    const uncachedTokens = this.prefixes && prompt ? this.#send(this.prefixes, prompt, inputTokens) : inputTokens;
    const engine = this.engine && this.engine.begin(uncachedTokens, stream, this.#unread(nowMs), nowMs, this.#me);
    const counted = this.limited ? this.usage.requests : null;
    counted?.add(1, nowMs);
    const ticket: AttemptTicket = {
      upstream: this,
      reserved: this.limited ? this.usage.reserve(amount, nowMs) : null,
      counted,
      estimatedTokens,
      inputTokens,
      uncachedTokens,
      recalled: recalled && recalled.tokens > 0 ? recalled : null,
      engine,
      begunAtMs: nowMs,
      probe,
      firstTokenSeen: false,
      ended: false,
    };
    const { numbers } = this;
    if (probe) numbers[probingAt] = this.#me;
    this.usage.begin();
    this.#tokens.begin(estimatedTokens, uncachedTokens, engine?.stream === true);
    numbers[attemptsAt]! += 1;
    numbers[begunAt] = nowMs;
    this.health.begin(probe, nowMs);
    return ticket;
  }

  /** A probe has succeeded with its first token: a recovered upstream need not wait for the end of a long stream. */
  firstToken(ticket: AttemptTicket, nowMs: number): void {
    if (ticket.ended || ticket.firstTokenSeen) return;
    ticket.firstTokenSeen = true;
    this.#beginsToReply(ticket);
    this.latency.learnFirstToken(ticket.inputTokens, nowMs - ticket.begunAtMs, nowMs);
    for (const gauge of this.gauges) gauge.firstToken(nowMs - ticket.begunAtMs, nowMs);
    if (ticket.engine) this.engine?.firstToken(ticket.engine, nowMs - ticket.begunAtMs, nowMs);
    if (!ticket.probe) return;
    this.health.succeed(true, nowMs);
    this.#probeSucceeded(ticket, nowMs);
  }

  /** Frees the slot and learns. False, and nothing done, when the ticket had ended before. */
  end(ticket: AttemptTicket, outcome: Outcome, nowMs: number, random: () => number, used?: AttemptUsage): boolean {
    if (ticket.ended) return false;
    ticket.ended = true;
    this.usage.leave();
    if (ticket.reserved || ticket.counted) settleUsage(ticket, used ?? usedBy(outcome), nowMs);
    if (!ticket.firstTokenSeen) this.#beginsToReply(ticket);
    if (ticket.engine) this.engine?.end(ticket.engine, outcome, ticket.firstTokenSeen, this.#others(nowMs) + 1, nowMs);
    this.#tokens.end(ticket.estimatedTokens, this.inFlight === 0);
    const failuresBefore = this.health.consecutiveFailures;
    this.latency.learn(outcome, ticket.inputTokens, ticket.firstTokenSeen, nowMs);
    for (const gauge of this.gauges) gauge.ended(outcome, ticket.firstTokenSeen, nowMs);
    this.health.settle(outcome, ticket.probe, nowMs, random);
    if (outcome.kind === "completed") {
      this.#learnCached(ticket, outcome);
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

  /** The prompt is being sent there, and will be cached; how much of it was not. */
  #send(prefixes: PrefixIndex, prompt: PromptText, inputTokens: number): number {
    const prefix = prompt.prefix();
    const uncached = Math.max(1, inputTokens - prefixes.cachedTokens(prefix));
    prefixes.add(prefix);
    this.sent?.add(this.number, prefix.hashes);
    return uncached;
  }

  /** Prompts of streams that are read before those of others that are sent now. */
  #unread(nowMs: number): number {
    return this.#tokens.unread + this.peers.unreadTokens(nowMs);
  }

  #others(nowMs: number): number {
    return this.inFlight + this.peers.inFlight(nowMs);
  }

  /** Where replies say how much of their prompts was cached, they show how much an upstream keeps. */
  #learnCached({ recalled, inputTokens }: AttemptTicket, outcome: Extract<Outcome, { kind: "completed" }>): void {
    const { cachedInputTokens = null } = outcome;
    if (cachedInputTokens === null) return;
    this.#saysCached ||= cachedInputTokens > 0;
    if (!recalled || !this.#saysCached) return;
    const { tokens, laterTokens } = recalled;
    const enough = (laterTokens + foundShare * (tokens - laterTokens)) / inputTokens;
    this.prefixes?.learn(recalled, cachedInputTokens / outcome.inputTokens >= enough);
  }

  #beginsToReply({ uncachedTokens, engine }: AttemptTicket): void {
    this.#tokens.replyBegins(uncachedTokens, engine?.stream === true);
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
    // There is one probe at a time.
    if (ticket.probe) this.numbers[probingAt] = 0;
    ticket.probe = false;
  }
}
