import { AffinityHomes } from "../affinity/affinity-homes.ts";
import type { AffinityTrace } from "../affinity/stay-at-home.ts";
import type { UpstreamLive } from "../live-view.ts";
import type { Outcome } from "../outcome.ts";
import type { ScopeUsage } from "../limits/scope-usage.ts";
import { estimateUsage, type TokenEstimate } from "../limits/upstream-estimate.ts";
import { UsageLedger } from "../limits/usage-ledger.ts";
import type { EngineLoad } from "../engine/engine-reading.ts";
import type { SentPrompts } from "../peers/sent-prompts.ts";
import type { PromptText } from "../prefix/prompt-prefix.ts";
import { remembersHomes } from "../plan/compiled-route.ts";
import { CompiledTable } from "../plan/compiled-table.ts";
import type { RoutingTable } from "../routing-table.ts";
import type { Signals } from "../rule-options.ts";
import { MeasuredTests } from "../rules/measured-tests.ts";
import { KnownUpstreams } from "./known-upstreams.ts";
import type { StateLock } from "./state-lock.ts";
import type { StateMemory } from "./state-memory.ts";
import type { AttemptUsage } from "../limits/attempt-usage.ts";
import type { AttemptTicket, UpstreamState } from "./upstream-state.ts";
import { viewOf } from "./upstream-view.ts";

/** Expected output of a request before replies have taught better. */
const assumedOutputTokens = 256;
const outputWeight = 0.02;

const noSignals: Signals = { valueOf: () => null };

/** What `begin` may be told beyond the size of the request. */
export type BeginOptions = {
  /** Tokens of the prompt alone; all of `estimatedTokens` when not given. */
  readonly inputTokens?: number;
  /** The table that the index counts in, when it is no longer the one adopted last. */
  readonly table?: RoutingTable;
  /** Whether the reply is streamed; taken to be unless given. */
  readonly stream?: boolean;
  /** For upstreams whose cache something asks about. */
  readonly prompt?: PromptText | null;
  /** Of the plan that it carries out. */
  readonly affinity?: AffinityTrace | null;
};

/**
 * The mutable live state of one environment: what is in flight, how fast and how healthy each upstream is. Keyed by the
 * identity of upstreams, so that it survives config changes. No clock inside: every call brings the time.
 */
export class RoutingState {
  readonly #known: KnownUpstreams;
  readonly #compiled = new WeakMap<RoutingTable, CompiledTable>();
  #current: CompiledTable | null = null;
  /** Made when a route first keeps requests together. */
  #homes: AffinityHomes | null = null;
  readonly #measured: MeasuredTests;
  /** One: the expected output. */
  readonly #numbers: Float64Array;
  readonly #ledger: UsageLedger;
  readonly #memory: StateMemory;
  readonly #environmentId: string;

  /**
   * `ledger`: where what its routes and upstreams use up is counted, under the environment's id; its own unless given. Its
   * numbers lie in the ledger's memory. `sent`: where prompts are gathered that others are to know of.
   */
  constructor(ledger: UsageLedger = new UsageLedger(), environmentId = "", sent: SentPrompts | null = null) {
    this.#ledger = ledger;
    this.#memory = ledger.memory;
    this.#environmentId = environmentId;
    this.#known = new KnownUpstreams(ledger, environmentId, sent);
    this.#measured = new MeasuredTests(this.#memory, environmentId);
    this.#numbers = this.#memory.numbers(`environment|${environmentId}`, [assumedOutputTokens]);
  }

  /** Held by whoever decides and then begins: in between no other thread takes what was left. */
  get lock(): StateLock {
    return this.#memory.lock;
  }

  /**
   * Serves with this table from now on. State of upstreams that stay is kept, marks of wrong credentials go, new
   * upstreams start warm. Requests that began with an older table end on it.
   */
  adopt(table: RoutingTable, nowMs: number): void {
    this.lock.take();
    try {
      this.#adopt(table, nowMs);
    } finally {
      this.lock.release();
    }
  }

  #adopt(table: RoutingTable, nowMs: number): void {
    const states = this.#known.statesOf(table);
    if (table.routes.some(remembersHomes))
      this.#homes ??= new AffinityHomes(this.#memory, `affinity|${this.#environmentId}`);
    const compiled = new CompiledTable(
      table,
      states,
      (route) => this.#ledger.scope(`route|${this.#environmentId}|${route}`),
      this.#current,
      (state, where) => this.#known.placeOf(state, where, states),
      this.#homes,
      this.#measured,
    );
    this.#measured.adopted(this.#known.states());
    this.#known.adopted(compiled, nowMs);
    this.#compiled.set(table, compiled);
    this.#current = compiled;
  }

  /** An adopted table laid out over this state. Throws for one that was never adopted. */
  compiled(table: RoutingTable): CompiledTable {
    const current = this.#current;
    const compiled = current?.table === table ? current : this.#compiled.get(table);
    if (!compiled) throw new Error("The table was not adopted by this state");
    return compiled;
  }

  /** Output tokens that a reply is expected to have: a slow average over all upstreams. */
  get expectedOutputTokens(): number {
    return Math.round(this.#numbers[0]!);
  }

  /** By index of the table adopted last. Throws when it has no such upstream. */
  view(upstreamIndex: number, nowMs: number): UpstreamLive {
    const state = this.#stateOf(upstreamIndex);
    this.lock.take();
    try {
      return viewOf(state, nowMs);
    } finally {
      this.lock.release();
    }
  }

  /** By index of the table adopted last; empty before the first. */
  views(nowMs: number): readonly UpstreamLive[] {
    return (this.#current?.states ?? []).map((_, index) => this.view(index, nowMs));
  }

  /** An attempt is being sent: it counts as in flight until `end`. `estimatedTokens`: input and expected output. */
  begin(upstreamIndex: number, estimatedTokens: number, nowMs: number, options?: BeginOptions): AttemptTicket {
    const state = this.#stateOf(upstreamIndex, options?.table);
    const { inputTokens = estimatedTokens, table = this.#current?.table, stream, prompt, affinity } = options ?? {};
    const ask = { inputTokens, outputTokens: estimatedTokens - inputTokens };
    const amount = state.limited ? estimateUsage(ask, table?.upstreams[upstreamIndex]?.price ?? null) : undefined;
    this.lock.take();
    try {
      if (affinity) this.#homes?.settle(affinity.key, affinity.keepsHome ? 0 : state.number, nowMs + affinity.ttlMs);
      return state.begin(estimatedTokens, inputTokens, nowMs, amount, stream, prompt);
    } finally {
      this.lock.release();
    }
  }

  /** Whether an attempt may begin that was decided on a while ago: the upstream's own limits may have been reached since. */
  hasRoom(upstreamIndex: number, ask: TokenEstimate, nowMs: number, table: RoutingTable): boolean {
    const state = this.#stateOf(upstreamIndex, table);
    if (!state.limited) return state.usage.refusesInFlight() === null;
    const amount = estimateUsage(ask, table.upstreams[upstreamIndex]?.price ?? null);
    return state.usage.refusesRequest(nowMs) === null && state.usage.refusesUsage(amount, nowMs) === null;
  }

  /** Every upstream that it knows, also those that left the table. */
  upstreams(): Iterable<UpstreamState> {
    return this.#known.states();
  }

  /** What counts against limits of its routes, and of every upstream that it knows. */
  *usages(): Iterable<ScopeUsage> {
    for (const { usage } of this.#current?.routes ?? []) yield usage;
    for (const { usage } of this.#known.states()) yield usage;
  }

  /** What requests to an upstream use up of its limits, by index of the table adopted last. */
  upstreamUsage(upstreamIndex: number): ScopeUsage {
    return this.#stateOf(upstreamIndex).usage;
  }

  /** What requests of a route use up. Throws for a table that was never adopted, or has no such route. */
  routeUsage(table: RoutingTable, route: string): ScopeUsage {
    const compiled = this.compiled(table).routeOf(route);
    if (!compiled) throw new Error(`There is no route ${route} in the table`);
    return compiled.usage;
  }

  /** Optional: teaches TTFT when the first token comes instead of at the end, and ends a probe. */
  firstToken(ticket: AttemptTicket, nowMs: number): void {
    this.lock.take();
    try {
      ticket.upstream.firstToken(ticket, nowMs);
    } finally {
      this.lock.release();
    }
  }

  /**
   * The attempt has ended: frees its slot and learns from it. `used`: what counts against the upstream's limits, tokens of
   * the outcome unless given. False, and nothing done, on a second call.
   */
  end(ticket: AttemptTicket, outcome: Outcome, nowMs: number, random: () => number, used?: AttemptUsage): boolean {
    this.lock.take();
    try {
      if (!ticket.upstream.end(ticket, outcome, nowMs, random, used)) return false;
      // Embeddings generate nothing, and say nothing about replies that do.
      if (outcome.kind === "completed" && outcome.outputTokens > 0)
        this.#numbers[0]! += outputWeight * (outcome.outputTokens - this.#numbers[0]!);
      return true;
    } finally {
      this.lock.release();
    }
  }

  /**
   * What health checks have found of an upstream, by index of a table that was adopted: since when it fails them, epoch ms;
   * 0: it is well.
   */
  checked(upstreamIndex: number, table: RoutingTable, failsSinceMs: number, nowMs: number): void {
    const { health } = this.#stateOf(upstreamIndex, table);
    this.lock.take();
    try {
      health.checked(failsSinceMs, nowMs);
    } finally {
      this.lock.release();
    }
  }

  /** Requests in flight, by index of a table that was adopted. */
  inFlightOf(upstreamIndex: number, table: RoutingTable): number {
    return this.#stateOf(upstreamIndex, table).inFlight;
  }

  /**
   * What an engine said of itself, by index of a table that was adopted; null: it could not be asked. `inFlightBefore`:
   * when it was asked, which was at `askedAtMs`.
   */
  engineRead(
    upstreamIndex: number,
    table: RoutingTable,
    load: EngineLoad | null,
    inFlightBefore: number,
    askedAtMs: number,
  ): void {
    const { reading, inFlight } = this.#stateOf(upstreamIndex, table);
    this.lock.take();
    try {
      if (load) reading?.take(load, Math.max(inFlightBefore, inFlight), askedAtMs);
      else reading?.failed();
    } finally {
      this.lock.release();
    }
  }

  /**
   * Looks at what rules measure, and at what outside systems have told them: to be called several times a second, by one
   * of the threads that share the state.
   */
  lookAtRules(nowMs: number, signals: Signals = noSignals): void {
    this.#measured.look(nowMs, signals);
  }

  /** Attempts begun since the last call, by index of the table adopted last. */
  takeAttempts(): number[] {
    this.lock.take();
    try {
      return (this.#current?.states ?? []).map((state) => state.takeAttempts());
    } finally {
      this.lock.release();
    }
  }

  /** A thread has broken: nothing of what it had in flight is in flight any more. */
  loseThread(thread: number, nowMs: number): void {
    this.lock.take();
    try {
      for (const state of this.#known.states()) state.loseThread(thread, nowMs);
    } finally {
      this.lock.release();
    }
  }

  #stateOf(upstreamIndex: number, table?: RoutingTable): UpstreamState {
    const compiled = table ? this.compiled(table) : this.#current;
    const state = compiled?.states[upstreamIndex];
    if (!state) throw new Error(`There is no upstream ${upstreamIndex} in the table`);
    return state;
  }
}
