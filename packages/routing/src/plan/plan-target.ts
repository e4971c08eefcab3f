import { type Clause, noFigures } from "../clause/clause.ts";
import type { EngineReading } from "../engine/engine-reading.ts";
import type { EngineSigns } from "../engine/engine-signs.ts";
import type { EjectionPlace } from "../health/route-ejections.ts";
import type { PeerLoad } from "../peers/peer-load.ts";
import type { Contender, FailureRecord, LatencyForecast } from "../policies/policy.ts";
import type { PromptPrefix } from "../prefix/prompt-prefix.ts";
import { isEngine } from "../provider.ts";
import type { Skipped } from "../route-plan.ts";
import type { ScopeUsage } from "../limits/scope-usage.ts";
import type { Price, Target, Upstream } from "../routing-table.ts";
import type { UpstreamState } from "../state/upstream-state.ts";

/** One target of a route with all that planning needs, laid out when a table is adopted. */
export class PlanTarget implements Contender {
  readonly upstream: Upstream;
  readonly upstreamIndex: number;
  readonly priority: number;
  readonly weight: number;
  readonly state: UpstreamState;
  readonly latency: LatencyForecast;
  readonly history: FailureRecord;
  readonly price: Price | null;
  /** The route's requirements exclude it, whatever the request. */
  readonly excluded: Skipped | null;
  /** null where the route ejects nothing. */
  readonly ejection: EjectionPlace | null;
  /** It comes first when the route's budget is spent. */
  readonly preferredWhenSpent: boolean;
  readonly #isEngine: boolean;
  warmth = 1;
  inFlight = 0;
  outstandingTokens = 0;
  othersInFlight = 0;
  waitingTokens = 0;
  maxInFlight: number;
  recovering = false;
  begunAtMs = Number.NEGATIVE_INFINITY;
  credit = 0;
  cachedTokens = 0;
  firstTokenMs = 0;
  waitMs = 0;
  tokenMs = 0;
  slownessMs = 0;
  waitingRequests = 0;
  kvUsage = 0;
  warm = false;
  score = 0;
  clause: Clause | null = null;
  figures = noFigures;
  #text = "";
  /** What a `cap` override lets it have; null without one. Each plan of the route adds the capped share, each use takes 1. */
  capCredit: number | null = null;

  constructor(
    target: Target,
    upstream: Upstream,
    state: UpstreamState,
    excluded: Skipped | null,
    ejection: EjectionPlace | null,
    preferredWhenSpent = false,
  ) {
    this.upstream = upstream;
    this.upstreamIndex = target.upstream;
    this.priority = target.priority;
    this.weight = target.weight;
    this.state = state;
    this.latency = state.latency;
    this.history = state.health.history;
    this.#isEngine = isEngine(upstream.provider) || upstream.engineMetrics !== undefined;
    this.price = upstream.price;
    this.excluded = excluded;
    this.ejection = ejection;
    this.preferredWhenSpent = preferredWhenSpent;
    this.maxInFlight = upstream.maxInFlight ?? Number.POSITIVE_INFINITY;
  }

  get why(): string {
    return this.clause === null ? this.#text : this.clause.words(this.figures);
  }

  set why(text: string) {
    this.clause = null;
    this.figures = noFigures;
    this.#text = text;
  }

  say(clause: Clause, figures: readonly number[]): void {
    this.clause = clause;
    this.figures = figures;
  }

  sayToo(clause: Clause, figures: readonly number[]): void {
    if (this.clause === null) this.#text += clause.words(figures);
    else this.say(this.clause.and(clause), figures.length === 0 ? this.figures : [...this.figures, ...figures]);
  }

  get usage(): ScopeUsage | null {
    return this.state.limited ? this.state.usage : null;
  }

  get name(): string {
    return this.upstream.name;
  }

  get number(): number {
    return this.state.number;
  }

  get engine(): EngineSigns | null {
    return this.#isEngine ? this.state.engine : null;
  }

  get reading(): EngineReading | null {
    return this.state.reading;
  }

  get peers(): PeerLoad {
    return this.state.peers;
  }

  get recentFailureShare(): number {
    return this.state.health.recentFailureShare;
  }

  unreadTokens(nowMs: number): number {
    return this.state.unreadTokens(nowMs);
  }

  get keptBlocks(): number {
    return this.state.prefixes?.depth.blocks ?? Number.POSITIVE_INFINITY;
  }

  cachedTokensOf(prefix: PromptPrefix): number {
    return this.state.prefixes?.cachedTokens(prefix) ?? 0;
  }

  /** Takes in the moment, for the policy to read. */
  refresh(nowMs: number): void {
    const { state } = this;
    this.warmth = state.health.warmthAt(nowMs);
    this.inFlight = state.inFlight;
    this.outstandingTokens = state.outstandingTokens;
    this.waitingTokens = state.waitingTokens;
    this.recovering = state.recovering(nowMs);
    this.begunAtMs = state.begunAtMs;
  }

  /** One of the requests that a cap allows is being used. */
  spendCap(): void {
    if (this.capCredit !== null) this.capCredit -= 1;
  }
}
