import { decodeMs, decodeMsBeside, type EngineSigns } from "../engine/engine-signs.ts";
import type { LogRatio } from "../engine/log-ratio.ts";
import { headroomOf } from "../limits/headroom.ts";
import { estimateUsage } from "../limits/upstream-estimate.ts";
import { type AdaptivePolicyOptions, countedLimits, type Regime } from "../policy-options.ts";
import type { PromptPrefix } from "../prefix/prompt-prefix.ts";
import type { Contender, PolicyAsk } from "./policy.ts";

/** A sick one counts as at most eight times as slow as its peers, a quick one as twice as fast. */
const [leastRelative, mostRelative] = [Math.log(0.5), Math.log(8)] as const;

/**
 * How slowly one writes beside its peers is partly what it happens to have in its batch: a difference of this logarithm counts for
 * half, smaller ones for next to nothing. Who follows them leaves well upstreams alone in turn.
 */
const byChance = 0.3;

/** No network on Earth takes longer, there and back. */
const farthestMs = 500;

/** Waiting for less than this beyond what was expected is noise. */
const patienceMs = 50;

/** From here on what is left of a limit is spared; what that counts for when nothing is left. */
const [sparedShare, sparedMs] = [0.05, 2_000] as const;

/** What it counts for when all of the last requests failed, and how fast that fades: one that is avoided fails no more. */
const [failureMs, failuresFadeMs] = [5_000, 3_000] as const;

/**
 * What placing a prompt costs that a full KV cache has nothing of: others' are driven out, or it waits. What it writes takes room
 * also where most of it is cached: then it counts for so much of that.
 */
const [fullCacheMs, warmFullCacheMs] = [1_000, 700] as const;

/** Of an upstream that never answered, and requests in flight at which one without a cap is taken to be half as fast. */
const [assumedFirstTokenMs, assumedTokenMs, crowd] = [500, 20, 64] as const;

/** One that is this many times as dear as the cheapest, or more, counts alike. */
const mostTimesDearer = 10;

/** Half of the prompt. */
const warmShare = 0.5;

/** The fleet as a whole is taken to be at most so much slower and faster than the options say. */
const [leastFleet, mostFleet] = [-1, 2] as const;

/**
 * What is read anew drives as much out of a cache, where somebody will miss it the sooner the more of it is held by requests in
 * flight: that counts for so many times the reading where all of it is.
 */
const rereadWeight = 9;

/**
 * Each second that requests wait wherever they go makes reading anew what another one has cached count for so much more than the
 * reading takes: all that wait behind it wait for it too.
 */
const wasteWeight = 10;

/** A second of unread prompts, or of waiting for a first token, is a queue. */
const surgeMs = 1_000;

/** How often the median of the fleet is looked at anew: it moves by many requests, and sorting is dear. */
const medianEveryMs = 100;

/** What each target costs a request, in ms. Keeps the fleet's medians between plans. */
export class AdaptiveCosts {
  readonly #options: AdaptivePolicyOptions;
  #mediansAtMs = Number.NEGATIVE_INFINITY;
  #prefillMedian = 0;
  #decodeMedian = 0;
  /** Against these medians, of its quickest quarter the slowest: what the others may be again, even where most have become slow. */
  #quickReads = 1;
  #quickWrites = 1;
  /** The fleet takes so many times as long for a prompt as the options say. */
  #fleetSlower = 1;
  /** Room to sort them in. */
  #ratios = new Float64Array(0);
  /** Of the prompt that is being placed; infinite where it has no blocks. */
  #blockTokens = Number.POSITIVE_INFINITY;
  /** What governed the last weighing. */
  regime: Regime = "latency";
  /** How long requests wait at the engine where they wait the least. */
  leastWaitMs = 0;

  constructor(options: AdaptivePolicyOptions) {
    this.#options = options;
  }

  /** Sets `score` and what is said of it for the first `among` of the tier. */
  weigh(tier: readonly Contender[], among: number, ask: PolicyAsk): void {
    if (ask.nowMs - this.#mediansAtMs >= medianEveryMs || ask.nowMs < this.#mediansAtMs)
      this.#takeMedians(tier, ask.nowMs);
    this.regime = "latency";
    const prefix = ask.prompt?.prefix() ?? null;
    this.#blockTokens = prefix ? tokensOfBlock(prefix) : Number.POSITIVE_INFINITY;
    let cheapest = Number.POSITIVE_INFINITY;
    let [leastWaitMs, mostCached] = [Number.POSITIVE_INFINITY, 0];
    for (let index = 0; index < among; index++) {
      const contender = tier[index]!;
      if (contender.price) cheapest = Math.min(cheapest, estimateUsage(ask, contender.price).nanoUsd);
      contender.cachedTokens = prefix ? Math.min(contender.cachedTokensOf(prefix), ask.inputTokens) : 0;
      contender.warm = contender.cachedTokens >= warmShare * ask.inputTokens && contender.cachedTokens > 0;
      mostCached = Math.max(mostCached, contender.cachedTokens);
      if (contender.engine) {
        this.#weighEngine(contender, ask);
        leastWaitMs = Math.min(leastWaitMs, contender.waitMs);
      } else weighApi(contender, ask);
    }
    this.leastWaitMs = leastWaitMs === Number.POSITIVE_INFINITY ? 0 : leastWaitMs;
    for (let index = 0; index < among; index++) this.#weighOne(tier[index]!, ask, cheapest, mostCached);
  }

  #weighOne(contender: Contender, ask: PolicyAsk, cheapest: number, mostCached: number): void {
    const { firstTokenMs, tokenMs, warmth } = contender;
    const fullness = this.#fullness(contender, ask);
    const speedMs = (firstTokenMs + this.#options.outputWeight * ask.outputTokens * tokenMs) / warmth;
    contender.score = contender.recovering
      ? 0
      : speedMs +
        (contender.warm ? warmFullCacheMs : fullCacheMs) * fullness +
        this.#sparing(contender, ask) +
        this.#price(contender, ask, cheapest) +
        this.#waste(contender, mostCached, fullness) +
        ofFailures(contender, ask.nowMs);
  }

  #weighEngine(contender: Contender, { inputTokens, outputTokens, nowMs }: PolicyAsk): void {
    const engine = contender.engine!;
    const reading = contender.reading?.isFresh(nowMs) ? contender.reading : null;
    const { peers } = contender;
    const peersInFlight = peers.inFlight(nowMs);
    const others = Math.max(peersInFlight, reading ? reading.others : 0);
    contender.othersInFlight = others;
    contender.waitingRequests = reading ? reading.waitingWith(contender.inFlight) : 0;
    contender.kvUsage = reading ? reading.kvUsage : 0;
    const slower = relative(engine.prefill.at(nowMs) - this.#prefillMedian);
    const writesSlower = relative(beyondChance(engine.decode.at(nowMs) - this.#decodeMedian));
    const msPerToken = slower * this.#fleetMsPerToken(engine.prefillRate);
    // Gateways know the prompts of their requests; strangers' that wait are taken to be like this one.
    const strangersTokens = Math.min(others - peersInFlight, contender.waitingRequests) * inputTokens;
    const unreadMs = (contender.unreadTokens(nowMs) + peers.unreadTokens(nowMs) + strangersTokens) * msPerToken;
    const waitedMs = Math.max(0, nowMs - Math.min(engine.line.oldestMs ?? nowMs, peers.oldestMs(nowMs)));
    const overdueMs = Math.max(0, waitedMs - unreadMs - patienceMs);
    const ownMs = Math.max(1, inputTokens - contender.cachedTokens) * msPerToken;
    contender.waitMs = unreadMs + overdueMs;
    const baseMs = engine.baseMs(nowMs);
    contender.firstTokenMs = baseMs + contender.waitMs + ownMs;
    contender.tokenMs = writesSlower * (decodeMs + decodeMsBeside * (contender.inFlight + others + 1));
    contender.slownessMs =
      Math.max(0, 1 - this.#quickReads / slower) * (unreadMs + ownMs) +
      Math.max(0, 1 - this.#quickWrites / writesSlower) *
        this.#options.outputWeight *
        outputTokens *
        contender.tokenMs +
      Math.max(0, baseMs - farthestMs);
    if (unreadMs > surgeMs || waitedMs > surgeMs || contender.waitingRequests > 0) this.#note("surge");
  }

  /** What all have in common is believed too: it says what a cached prompt is worth. */
  #fleetMsPerToken(prefillRate: number): number {
    return (1_000 * this.#fleetSlower) / prefillRate;
  }

  /** 0..1 of its KV cache: as it says itself, else what gateways have in flight there against what it is taken to keep. */
  #fullness({ engine, reading, kvUsage, outstandingTokens, peers, keptBlocks }: Contender, ask: PolicyAsk): number {
    if (!engine || reading?.isFresh(ask.nowMs)) return kvUsage;
    const keptTokens = Math.min(this.#options.prefixCacheTokens, keptBlocks * this.#blockTokens);
    return Math.min(1, (outstandingTokens + peers.outstandingTokens(ask.nowMs)) / keptTokens);
  }

  #waste({ engine, cachedTokens }: Contender, mostCached: number, fullness: number): number {
    if (!engine || cachedTokens === mostCached) return 0;
    const readAnewMs = (mostCached - cachedTokens) * this.#fleetMsPerToken(engine.prefillRate);
    return (rereadWeight * fullness + wasteWeight * (this.leastWaitMs / 1_000)) * readAnewMs;
  }

  /** A limit is used before it is spared: only the last of it is left to those that need it most. */
  #sparing(contender: Contender, ask: PolicyAsk): number {
    if (contender.usage === null && contender.maxInFlight === Number.POSITIVE_INFINITY) return 0;
    const { left } = headroomOf(contender, estimateUsage(ask, contender.price), countedLimits, ask.nowMs);
    if (left >= sparedShare) return 0;
    this.#note("quota");
    return ((sparedShare - left) / sparedShare) ** 2 * sparedMs;
  }

  #price({ price }: Contender, ask: PolicyAsk, cheapest: number): number {
    const { priceWeightMs } = this.#options;
    if (price === null || priceWeightMs === 0) return 0;
    const times = estimateUsage(ask, price).nanoUsd / Math.max(1, cheapest);
    return priceWeightMs * (Math.min(mostTimesDearer, times) - 1);
  }

  /** Limits govern more than queues do, and queues more than speed. */
  #note(regime: Regime): void {
    if (this.regime !== "quota") this.regime = regime;
  }

  #takeMedians(tier: readonly Contender[], nowMs: number): void {
    this.#mediansAtMs = nowMs;
    if (this.#ratios.length < tier.length) this.#ratios = new Float64Array(tier.length);
    const prefill = this.#sorted(tier, ({ prefill }) => prefill, nowMs);
    this.#prefillMedian = median(prefill);
    this.#quickReads = relative(quick(prefill) - this.#prefillMedian);
    this.#fleetSlower = Math.exp(Math.min(mostFleet, Math.max(leastFleet, this.#prefillMedian)));
    const decode = this.#sorted(tier, ({ decode }) => decode, nowMs);
    this.#decodeMedian = median(decode);
    this.#quickWrites = relative(beyondChance(quick(decode) - this.#decodeMedian));
  }

  /** Good until the next call. */
  #sorted(tier: readonly Contender[], ratioOf: (engine: EngineSigns) => LogRatio, nowMs: number): Float64Array {
    let count = 0;
    for (const { engine } of tier) if (engine) this.#ratios[count++] = ratioOf(engine).at(nowMs);
    return this.#ratios.subarray(0, count).sort();
  }
}

/** APIs behind which nobody sees an engine: what they took lately, for prompts of this size, grown by what is in flight. */
function weighApi(contender: Contender, { stream, inputTokens, outputTokens, nowMs }: PolicyAsk): void {
  const { latency, inFlight, maxInFlight } = contender;
  contender.othersInFlight = contender.peers.inFlight(nowMs);
  const seenMs = latency.firstToken(inputTokens, nowMs);
  const wholeMs = seenMs === null ? latency.predict(stream, inputTokens, outputTokens, nowMs) : null;
  const crowded = 1 + (inFlight + contender.othersInFlight) / Math.min(crowd, maxInFlight);
  contender.firstTokenMs = (seenMs ?? wholeMs ?? assumedFirstTokenMs) * crowded;
  contender.waitMs = 0;
  contender.slownessMs = Number.POSITIVE_INFINITY;
  contender.waitingRequests = 0;
  contender.kvUsage = 0;
  contender.tokenMs = wholeMs === null ? (latency.perTokenMsAt(nowMs) ?? assumedTokenMs) : 0;
}

function ofFailures({ recentFailureShare, begunAtMs }: Contender, nowMs: number): number {
  if (recentFailureShare === 0) return 0;
  return failureMs * recentFailureShare * Math.exp(-Math.max(0, nowMs - begunAtMs) / failuresFadeMs);
}

const beyondChance = (difference: number): number =>
  difference === 0 ? 0 : difference ** 3 / (difference ** 2 + byChance ** 2);

const tokensOfBlock = ({ hashes, ends }: PromptPrefix): number =>
  hashes.length === 0 ? Number.POSITIVE_INFINITY : ends[hashes.length - 1]! / hashes.length;

const relative = (difference: number): number => Math.exp(Math.min(mostRelative, Math.max(leastRelative, difference)));

const median = (sorted: Float64Array): number => (sorted.length === 0 ? 0 : sorted[sorted.length >> 1]!);

/** One that has no peers may be as quick as the options say. */
const quick = (sorted: Float64Array): number => (sorted.length > 1 ? sorted[(sorted.length - 1) >> 2]! : 0);
