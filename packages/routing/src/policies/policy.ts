import type { Clause } from "../clause/clause.ts";
import type { EngineReading } from "../engine/engine-reading.ts";
import type { EngineSigns } from "../engine/engine-signs.ts";
import type { ScopeUsage } from "../limits/scope-usage.ts";
import type { PeerLoad } from "../peers/peer-load.ts";
import type { Objectives, Regime } from "../policy-options.ts";
import type { PromptPrefix, PromptText } from "../prefix/prompt-prefix.ts";
import type { Price } from "../routing-table.ts";

/**
 * Orders the available targets of one tier. Implementations stand beside this file, the registry in `route-policies.ts`.
 */
export type RoutePolicy = {
  /** It has contenders take in the moment itself, and only those that it looks at. */
  readonly refreshes?: true;
  /** Puts `tier` (never empty) into the order in which to try, in place, and sets `score` of each, and `why` where it is read. */
  order(tier: Contender[], ask: PolicyAsk): void;
};

/** What a policy may know of the request and the moment. */
export type PolicyAsk = {
  nowMs: number;
  /** 0 ≤ random() < 1. */
  random: () => number;
  stream: boolean;
  inputTokens: number;
  /** Expected, bounded by what the caller allows. */
  outputTokens: number;
  /** What the route promises; null: nothing. */
  objectives: Objectives | null;
  /** null: not known. */
  prompt: PromptText | null;
  /** Set by policies that tell one. */
  regime: Regime | null;
  /** The first of this tier will be tried first; the other tiers are fallbacks. */
  leading: boolean;
  /** Somebody will read `why`. */
  words: boolean;
};

/** One target of a route while a plan is made. Kept and refilled from request to request, so that planning allocates little. */
export type Contender = {
  readonly weight: number;
  readonly latency: LatencyForecast;
  readonly history: FailureRecord;
  /** null: unknown. */
  readonly price: Price | null;
  /** Of its limits by the minute and of spend; null where it has none. */
  readonly usage: ScopeUsage | null;
  /** null: nobody sees an engine there. */
  readonly engine: EngineSigns | null;
  /** What its engine says; null where it is not asked. */
  readonly reading: EngineReading | null;
  /** What other gateways have there. */
  readonly peers: PeerLoad;
  /** 0..1 over about the last ten outcomes. */
  readonly recentFailureShare: number;
  /** 0.1..1: the ramp of slow start. */
  warmth: number;
  inFlight: number;
  outstandingTokens: number;
  /** In flight there of other gateways, as far as they say so or its engine does. */
  othersInFlight: number;
  /** Prompt tokens sent there whose reply has not begun: they are read before this request's. */
  waitingTokens: number;
  /** Infinity without a cap. */
  maxInFlight: number;
  /** Awaits one request that shows whether it has recovered. */
  recovering: boolean;
  /** When a request was last sent there, epoch ms; -Infinity if never. */
  begunAtMs: number;
  /** What smooth weighted round-robin owes it; survives from request to request. */
  credit: number;
  /** What `adaptive` expects of it for this request: of its prompt cached there; ms to the first token and, of them, in line; ms a token. */
  cachedTokens: number;
  firstTokenMs: number;
  waitMs: number;
  tokenMs: number;
  /** What its engine says, if it says so and lately: requests that wait there, 0..1 of its KV cache. */
  waitingRequests: number;
  kvUsage: number;
  /** Of the score, what is learnt slowness: it may be over, which only a request sent there shows. */
  slownessMs: number;
  /** Most of the prompt is cached there. */
  warm: boolean;
  /** Lower is better. */
  score: number;
  /** Made anew whenever it is read, of what `say` was told. */
  why: string;
  /** Why it stands where it does. */
  say(clause: Clause, figures: readonly number[]): void;
  /** Adds to that. */
  sayToo(clause: Clause, figures: readonly number[]): void;
  /** Takes in the moment. */
  refresh(nowMs: number): void;
  /** Prompt tokens sent there that its engine has probably not read yet. */
  unreadTokens(nowMs: number): number;
  /** Blocks of prompts that its cache keeps, as far as replies have shown. */
  readonly keptBlocks: number;
  /** Tokens of a prompt that are probably in its cache. */
  cachedTokensOf(prefix: PromptPrefix): number;
};

/** What is known of how an upstream's requests of the last minutes ended. */
export type FailureRecord = {
  /** Surely more than this share of them failed. */
  exceeds(share: number, nowMs: number): boolean;
  /** 0..1 that failed. */
  readonly share: number;
  /** About how many that goes by. */
  requestsAt(nowMs: number): number;
};

/** What is known about an upstream's speed. */
export type LatencyForecast = {
  /** Predicted ms from sending to the end of the reply; null before the first observation. */
  predict(stream: boolean, inputTokens: number, outputTokens: number, nowMs: number): number | null;
  /** Predicted ms to the first token; null before the first stream. */
  firstToken(inputTokens: number, nowMs: number): number | null;
  /** ms for each output token; null before the first stream. */
  perTokenMsAt(nowMs: number): number | null;
  /** ms within which 95 of 100 streams begin that have a prompt of this size; null before the first one has. */
  firstTokenP95(inputTokens: number, nowMs: number): number | null;
  /** ms within which 95 of 100 replies of this size are complete; null before the first observation. */
  responseP95(stream: boolean, inputTokens: number, outputTokens: number, nowMs: number): number | null;
};
