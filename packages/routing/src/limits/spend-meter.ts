import { periodAt } from "./spend-period.ts";
import type { SpendPeriod } from "./usage-limits.ts";

const spent = 0;
const startMs = 1;
const endMs = 2;
/** One more than what is allowed; 0: all. */
const allowed = 3;

/**
 * Counts nano-USD over one period of the calendar; the next begins at nothing. What was let in counts with the period in
 * which it was. All its numbers stand in one array of fixed size, so that it can lie in memory that threads share.
 */
export class SpendMeter {
  readonly period: SpendPeriod;
  readonly timeZone: string;
  readonly #numbers: Float64Array;

  static readonly length = 4;

  /** `numbers`: `SpendMeter.length` of them, zero when nothing was counted yet. */
  constructor(period: SpendPeriod, timeZone: string, numbers: Float64Array = new Float64Array(SpendMeter.length)) {
    this.period = period;
    this.timeZone = timeZone;
    this.#numbers = numbers;
  }

  /** nano-USD: at most this much, whatever the limit: the share of it that this gateway was given. Infinity: all of it. */
  get allowance(): number {
    const numbers = this.#numbers;
    return numbers[allowed] === 0 ? Number.POSITIVE_INFINITY : numbers[allowed]! - 1;
  }

  set allowance(most: number) {
    this.#numbers[allowed] = most === Number.POSITIVE_INFINITY ? 0 : most + 1;
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
    const most = Math.min(limit, this.allowance);
    const used = this.usedAt(nowMs);
    // What costs nothing, or is not priced, is let in until the last cent is gone.
    if (amount === 0 ? used < most : used + amount <= most) return 0;
    return amount > limit ? null : Math.ceil(this.#numbers[endMs]! - nowMs);
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
    const now = periodAt(nowMs, this.period, this.timeZone);
    this.#numbers[spent] = 0;
    this.#numbers[startMs] = now.startMs;
    this.#numbers[endMs] = now.endMs;
  }
}
