import { localMemory, type StateMemory } from "../state/state-memory.ts";
import { InFlightCount } from "./in-flight-count.ts";
import { LimitShare } from "./limit-share.ts";
import { MinuteMeter } from "./minute-meter.ts";
import { SpendMeter } from "./spend-meter.ts";
import { type UsageAmount, UsageReservation } from "./usage-reservation.ts";
import { type LimitKind, type LimitReached, longerOf, type SpendLimit, type UsageLimits } from "./usage-limits.ts";

export const nanoUsdPerUsd = 1_000_000_000;

/** Nobody knows when one of the requests in flight ends: callers are to ask again after a second. */
const whenInFlightEndsMs = 1_000;

/**
 * What one key, route, upstream or workspace uses up, against its limits. It outlives changes of the config and of the
 * limits. Checking and taking are two calls in one turn, so that a request takes of all its scopes or of none.
 */
export class ScopeUsage {
  readonly #memory: StateMemory;
  readonly #name: string;
  readonly #inFlight: InFlightCount;
  readonly inFlightShare: LimitShare;
  /** Its limits are kept together with other gateways, which leave this one a part of each. */
  readonly shared: boolean;
  #spendRefuses = true;
  #limits: UsageLimits = {};
  #requests: MinuteMeter | null = null;
  #tokens: MinuteMeter | null = null;
  #spend: SpendMeter | null = null;
  /** Those of other periods or zones, which a rollback may bring back. */
  readonly #spends = new Map<string, SpendMeter>();

  /** `name`: of its numbers in `memory`. */
  constructor(memory: StateMemory = localMemory, name = "", shared = false) {
    this.#memory = memory;
    this.#name = name;
    this.#inFlight = new InFlightCount(memory, name);
    this.shared = shared;
    this.inFlightShare = new LimitShare(memory.numbers(`share:${name}`, LimitShare.initial(shared)), 0);
  }

  get inFlight(): number {
    return this.#inFlight.all;
  }

  /** Its numbers are still those that the memory has under its name; otherwise they were forgotten, or made anew. */
  get held(): boolean {
    return this.#inFlight.held;
  }

  /** Nothing of it counts any more: whoever makes it anew finds it as it is. */
  isIdle(nowMs: number): boolean {
    return this.inFlight === 0 && this.export(nowMs) === null;
  }

  /** Lets the memory have its numbers back. */
  forget(): void {
    const spends = [...this.#spends.keys()].map((key) => this.#spendBlock(key));
    for (const block of ["", "share:", "requests:", "tokens:", ...spends]) this.#memory.forget(block + this.#name);
  }

  /**
   * Holds to these from now on. What was counted stays; a limit that is new counts from here.
   * With `spendRefuses` off a spent amount is only known, and refuses nothing.
   */
  adopt(limits: UsageLimits, options: { readonly spendRefuses?: boolean } = {}): void {
    this.#spendRefuses = options.spendRefuses ?? true;
    this.#limits = limits;
    if (limits.requestsPerMinute !== undefined) this.#requests ??= this.#minute("requests");
    if (limits.tokensPerMinute !== undefined) this.#tokens ??= this.#minute("tokens");
    this.#spend = limits.spend === undefined ? null : this.#spendOf(limits.spend);
  }

  /** Whether what requests use up, and not only how many there are, is limited. */
  get limitsUsage(): boolean {
    return this.#limits.tokensPerMinute !== undefined || this.#spend !== null;
  }

  get limits(): UsageLimits {
    return this.#limits;
  }

  get requests(): MinuteMeter | null {
    return this.#limits.requestsPerMinute === undefined ? null : this.#requests;
  }

  get tokens(): MinuteMeter | null {
    return this.#limits.tokensPerMinute === undefined ? null : this.#tokens;
  }

  get spend(): SpendMeter | null {
    return this.#spend;
  }

  /** Which limit keeps one more request from beginning, of several the one that does for longest; null when it may. */
  refusesRequest(nowMs: number): LimitReached | null {
    const { requestsPerMinute } = this.#limits;
    const full = this.refusesInFlight();
    if (requestsPerMinute === undefined || !this.#requests) return full;
    const waitMs = this.#requests.waitMs(1, requestsPerMinute, nowMs);
    if (waitMs === 0) return full;
    return longerOf({ limit: "requestsPerMinute", most: requestsPerMinute, retryAfterMs: waitMs }, full);
  }

  /** The same of the limit of requests in flight alone. */
  refusesInFlight(): LimitReached | null {
    const { inFlight: most } = this.#limits;
    if (most === undefined || this.inFlight < Math.min(most, this.inFlightShare.allowance)) return null;
    if (this.inFlight < most) this.inFlightShare.refuse(1, whenInFlightEndsMs);
    return { limit: "inFlight", most, retryAfterMs: whenInFlightEndsMs };
  }

  /** Whether the limit of requests in flight has room that gateways have not taken: what is refused here may soon be let in. */
  get moreInFlightToCome(): boolean {
    const { inFlight: most } = this.#limits;
    return most !== undefined && this.inFlight < most && this.inFlightShare.moreToCome;
  }

  /** Which limit is too small for what a request is expected to use up, of several the one that is for longest; null when none is. */
  refusesUsage(amount: UsageAmount, nowMs: number): LimitReached | null {
    return longerOf(this.#refusesTokens(amount.tokens, nowMs), this.#refusesSpend(amount.nanoUsd, nowMs));
  }

  #refusesTokens(tokens: number, nowMs: number): LimitReached | null {
    const { tokensPerMinute: most } = this.#limits;
    if (most === undefined || !this.#tokens) return null;
    const waitMs = this.#tokens.waitMs(tokens, most, nowMs);
    return waitMs === 0 ? null : { limit: "tokensPerMinute", most, retryAfterMs: waitMs };
  }

  #refusesSpend(nanoUsd: number, nowMs: number): LimitReached | null {
    const { spend } = this.#limits;
    if (spend === undefined || !this.#spend || !this.#spendRefuses) return null;
    const waitMs = this.#spend.waitMs(nanoUsd, spend.amountUsd * nanoUsdPerUsd, nowMs);
    return waitMs === 0 ? null : { limit: "spend", most: spend.amountUsd, retryAfterMs: waitMs };
  }

  /** A request begins: it is in flight until `leave`. What it counts against a minute is to be taken back where it is returned. */
  enter(nowMs: number): MinuteMeter | null {
    this.begin();
    const { requests } = this;
    requests?.add(1, nowMs);
    return requests;
  }

  /** It is in flight until `leave`, and counts against nothing else. */
  begin(): void {
    this.#inFlight.add(1);
  }

  leave(): void {
    this.#inFlight.add(-1);
  }

  /** A thread has broken: what it had in flight is not in flight any more. What it had set aside stays counted. */
  loseThread(thread: number): void {
    this.#inFlight.loseThread(thread);
  }

  #minute(kind: "requests" | "tokens"): MinuteMeter {
    return new MinuteMeter(this.#memory.numbers(`${kind}:${this.#name}`, MinuteMeter.initial(this.shared)));
  }

  /** Sets aside what a request is expected to use up, until it is reconciled; null where nothing of it is limited. */
  reserve(amount: UsageAmount, nowMs: number): UsageReservation | null {
    const { tokens, spend } = this;
    return tokens || spend ? new UsageReservation(tokens, spend, amount, nowMs) : null;
  }

  /** How much of each of its limits is used, 0..1 and, where requests used more than was expected of them, beyond. */
  usedShares(nowMs: number): readonly { readonly limit: LimitKind; readonly share: number }[] {
    this.#memory.lock.take();
    try {
      const { requestsPerMinute, tokensPerMinute, inFlight, spend } = this.#limits;
      const shares: { limit: LimitKind; share: number }[] = [];
      const add = (limit: LimitKind, used: number | undefined, most: number | undefined): void => {
        if (used !== undefined && most !== undefined) shares.push({ limit, share: most === 0 ? 1 : used / most });
      };
      add("requestsPerMinute", this.requests?.usedAt(nowMs), requestsPerMinute);
      add("tokensPerMinute", this.tokens?.usedAt(nowMs), tokensPerMinute);
      add("inFlight", this.inFlight, inFlight);
      add("spend", this.#spend?.usedAt(nowMs), spend && spend.amountUsd * nanoUsdPerUsd);
      return shares;
    } finally {
      this.#memory.lock.release();
    }
  }

  /** Whether all that may be spent in the period is, by all gateways that share the limit together. */
  spentAt(nowMs: number): boolean {
    const { spend } = this.#limits;
    if (spend === undefined || this.#spend === null) return false;
    const { share } = this.#spend;
    const used = this.#spend.usedAt(nowMs);
    return used >= spend.amountUsd * nanoUsdPerUsd || (!share.moreToCome && used >= share.allowance);
  }

  /** The meter of a period in a zone, made when it is new. */
  #spendOf({ period, timeZone }: Pick<SpendLimit, "period" | "timeZone">): SpendMeter {
    const key = `${period}|${timeZone}`;
    let meter = this.#spends.get(key);
    if (!meter) {
      const numbers = this.#memory.numbers(this.#spendBlock(key) + this.#name, SpendMeter.initial(this.shared));
      meter = new SpendMeter(period, timeZone, numbers);
      this.#spends.set(key, meter);
    }
    return meter;
  }

  #spendBlock(key: string): string {
    return `spend ${key.replace("|", " ")}:`;
  }

  /** What is to outlive the process; null when nothing was counted. */
  export(nowMs: number): ScopeUsageData | null {
    const requests = this.#requests?.export(nowMs) ?? [];
    const tokens = this.#tokens?.export(nowMs) ?? [];
    const spends = [...this.#spends.values()]
      .map((meter) => ({
        period: meter.period,
        timeZone: meter.timeZone,
        sinceMs: meter.startMsAt(nowMs),
        nanoUsd: meter.usedAt(nowMs),
      }))
      .filter(({ nanoUsd }) => nanoUsd !== 0);
    return requests.length + tokens.length + spends.length === 0 ? null : { requests, tokens, spends };
  }

  /** Takes in what an earlier run has counted. */
  import({ requests, tokens, spends }: ScopeUsageData, nowMs: number): void {
    if (requests.length > 0) (this.#requests ??= this.#minute("requests")).import(requests, nowMs);
    if (tokens.length > 0) (this.#tokens ??= this.#minute("tokens")).import(tokens, nowMs);
    for (const spend of spends) this.#spendOf(spend).import(spend.nanoUsd, spend.sinceMs, nowMs);
  }
}

export type ScopeUsageData = {
  readonly requests: readonly (readonly [atMs: number, count: number])[];
  readonly tokens: readonly (readonly [atMs: number, count: number])[];
  readonly spends: readonly (Pick<SpendLimit, "period" | "timeZone"> & {
    readonly sinceMs: number;
    readonly nanoUsd: number;
  })[];
};
