import { LimitShare } from "./limit-share.ts";
import { periodAt } from "./spend-period.ts";
import type { SpendPeriod } from "./usage-limits.ts";

const spent = 0;
const startMs = 1;
const endMs = 2;
const ofShare = 3;

/**
 * Counts nano-USD over one period of the calendar; the next begins at nothing. What was let in counts with the period in
 * which it was. All its numbers stand in one array of fixed size, so that it can lie in memory that threads share.
 */
export class SpendMeter {
  readonly period: SpendPeriod;
  readonly timeZone: string;
  readonly #numbers: Float64Array;

  readonly share: LimitShare;

  /** What the numbers are when nothing was counted yet, in a gateway alone or in one that shares the limit. */
  static initial(shared = false): readonly number[] {
    return [0, 0, 0, ...LimitShare.initial(shared)];
  }

  constructor(period: SpendPeriod, timeZone: string, numbers: Float64Array = Float64Array.from(SpendMeter.initial())) {
    this.period = period;
    this.timeZone = timeZone;
    this.#numbers = numbers;
    this.share = new LimitShare(numbers, ofShare);
  }

  /** nano-USD spent, or set aside for what is running, in the period of this moment. */
  usedAt(nowMs: number): number {
    this.#advance(nowMs);
    return this.#numbers[spent]!;
  }

  startMsAt(nowMs: number): number {
    this.#advance(nowMs);
    return this.#numbers[startMs]!;
  }

  endMsAt(nowMs: number): number {
    this.#advance(nowMs);
    return this.#numbers[endMs]!;
  }

  /** ms until `amount` more stays within `limit`: 0 when it does now; null when it never will. */
  waitMs(amount: number, limit: number, nowMs: number): number | null {
    const used = this.usedAt(nowMs);
    if (hasRoom(used, amount, Math.min(limit, this.share.allowance))) return 0;
    if (amount > limit) return null;
    const waitMs = Math.ceil(this.#numbers[endMs]! - nowMs);
    return hasRoom(used, amount, limit) ? this.share.refuse(amount, waitMs) : waitMs;
  }

  add(amount: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#numbers[spent]! += amount;
  }

  /** Corrects by `amount`, which may be negative, what was added at `atMs`. A period that is over stays as it was. */
  correct(amount: number, atMs: number, nowMs: number): void {
    this.#advance(nowMs);
    if (atMs >= this.#numbers[startMs]!) this.#numbers[spent]! += amount;
  }

  /** Takes in what another one, or an earlier run, has counted since `since`. */
  import(amount: number, since: number, nowMs: number): void {
    if (since === this.startMsAt(nowMs)) this.#numbers[spent]! += amount;
  }

  #advance(nowMs: number): void {
    if (nowMs < this.#numbers[endMs]!) return;
    if (this.#numbers[endMs] !== 0) this.share.beginPeriod();
    const now = periodAt(nowMs, this.period, this.timeZone);
    this.#numbers[spent] = 0;
    this.#numbers[startMs] = now.startMs;
    this.#numbers[endMs] = now.endMs;
  }
}

/** What costs nothing, or is not priced, is let in until the last cent is gone. */
const hasRoom = (used: number, amount: number, most: number): boolean =>
  amount === 0 ? used < most : used + amount <= most;
